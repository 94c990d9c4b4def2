/** Snowflake: task runs, statements and warehouse credits of an account, from ACCOUNT_USAGE. */
import { defineSource } from "../../src/contracts/source.ts";
import { check } from "./check.ts";
import { connectSnowflake, type SnowflakeClient } from "./client.ts";
import { snowflakeQueries } from "./queries.ts";
import { signIns } from "./sign-in.ts";
import { snowflakeTaskRuns } from "./task_runs.ts";
import { snowflakeWarehouseMetering } from "./warehouse_metering.ts";

const optional = { required: false, secret: false };

export const snowflake = defineSource<SnowflakeClient>({
  name: "snowflake",
  title: "Snowflake",
  credentials: [
    {
      field: "account",
      name: "SNOWFLAKE_ACCOUNT",
      required: true,
      secret: false,
      description: "Account identifier, organisation-account",
    },
    {
      field: "username",
      name: "SNOWFLAKE_USERNAME",
      required: true,
      secret: false,
      description: "User to sign in as",
    },
    {
      field: "private_key_file",
      name: "SNOWFLAKE_PRIVATE_KEY_FILE",
      ...optional,
      description:
        "File with the private key (PKCS 8 PEM) of the user's key pair; the best of the three ways to sign in",
    },
    {
      field: "private_key_passphrase",
      name: "SNOWFLAKE_PRIVATE_KEY_PASSPHRASE",
      required: false,
      secret: true,
      description: "Passphrase of that file, if it has one",
    },
    {
      field: "token",
      name: "SNOWFLAKE_TOKEN",
      required: false,
      secret: true,
      description: "Programmatic access token or OAuth access token",
    },
    {
      field: "password",
      name: "SNOWFLAKE_PASSWORD",
      required: false,
      secret: true,
      description: "Password; accounts with enforced MFA refuse it",
    },
    {
      field: "role",
      name: "SNOWFLAKE_ROLE",
      ...optional,
      description: "Role with imported privileges on database SNOWFLAKE; the user's default role when unset",
    },
    {
      field: "warehouse",
      name: "SNOWFLAKE_WAREHOUSE",
      ...optional,
      description: "Warehouse for the SELECTs (XS is enough); the user's default when unset",
    },
    {
      field: "access_url",
      name: "SNOWFLAKE_ACCESS_URL",
      ...optional,
      description:
        "Address of the account, where it is not https://ACCOUNT.snowflakecomputing.com (private link)",
    },
  ],
  missing: (config) =>
    signIns(config).length > 0 ? [] : ["SNOWFLAKE_PRIVATE_KEY_FILE or SNOWFLAKE_TOKEN or SNOWFLAKE_PASSWORD"],
  // Statements of one session run side by side, and queue in the warehouse beyond a few.
  concurrency: 4,
  connect: async (config, ports) => connectSnowflake(config, ports),
  close: (client) => client.close(),
  check,
  tables: [snowflakeTaskRuns, snowflakeQueries, snowflakeWarehouseMetering],
});
