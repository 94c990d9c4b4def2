/** One account per seed and vendor: credentials that select the seed's data, and the data itself. */
import { createHash } from "node:crypto";

import type { Seed } from "../load.ts";
import { vendorOf } from "../tables.ts";
import type { VendorName } from "./faults.ts";
import { type GithubAccount, githubRepos } from "./github/account.ts";
import { langfuseProject } from "./langfuse/account.ts";
import type { LangfuseAccount } from "./langfuse/vendor.ts";
import { sentryOrg } from "./sentry/account.ts";
import type { SentryAccount } from "./sentry/vendor.ts";
import { slackWorkspace } from "./slack/account.ts";
import type { SlackAccount } from "./slack/vendor.ts";
import type { SnowflakeAccount } from "./snowflake/protocol.ts";

/** Whether the seed has anything for a vendor; without it, there is no account and no connection. */
function hasData(seed: Seed, vendor: VendorName): boolean {
  return [...seed.tables].some(([table, rows]) => rows.length > 0 && vendorOf(table) === vendor);
}

/** The accounts of the seeds that have data for a vendor; the list stays the same when an account is renewed. */
export function accountsOf<Account extends { seed: string }>(
  seeds: readonly Seed[],
  vendor: VendorName,
  build: (seed: Seed) => Account,
) {
  const list = seeds.filter((seed) => hasData(seed, vendor)).map(build);
  return {
    list,
    renew(seed: Seed, table: string): Account | undefined {
      if (vendorOf(table) !== vendor) return undefined;
      const account = list.find((each) => each.seed === seed.name);
      return account === undefined ? undefined : Object.assign(account, build(seed));
    },
  };
}

/** A seed's name as it may stand in a token, an organization's path or a user name. */
function handleOf(name: string): string {
  if (/^[A-Za-z0-9-]+$/.test(name)) return name;
  const plain = name.replaceAll(/[^A-Za-z0-9]+/g, "-");
  return `${plain}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

export function langfuseAccount({ name, tables }: Seed): LangfuseAccount {
  const handle = handleOf(name);
  const project = langfuseProject(name, tables);
  return { seed: name, public_key: `pk-lf-${handle}`, secret_key: `sk-lf-${handle}`, project };
}

export function sentryAccount({ name, tables, in: places }: Seed): SentryAccount {
  const handle = handleOf(name);
  return { seed: name, token: `sntrys_${handle}`, org: sentryOrg(handle, tables, places["sentry"]) };
}

export function githubAccount({ name, tables, in: places }: Seed): GithubAccount {
  const handle = handleOf(name);
  return {
    seed: name,
    token: `ghp_${handle}`,
    repos: githubRepos(tables, places["github"], `local/${handle}`),
  };
}

export function slackAccount({ name, tables, in: places }: Seed): SlackAccount {
  const handle = handleOf(name);
  return {
    seed: name,
    bot_token: `xoxb-${handle}`,
    workspace: slackWorkspace(handle, tables, places["slack"]),
  };
}

export type SnowflakeSeedAccount = SnowflakeAccount & {
  seed: string;
  account: string;
  credentials: { username: string; password: string };
};

/** `in.snowflake` is the database, or `DATABASE.SCHEMA`, of rows that do not say. */
export function snowflakeAccount({ name, tables, in: places }: Seed): SnowflakeSeedAccount {
  const handle = handleOf(name);
  const place = places["snowflake"];
  const own = [...tables].filter(([table]) => vendorOf(table) === "snowflake");
  const placed = own.map(([table, rows]) => [table, rows.map((row) => ({ _in: place, ...row }))] as const);
  return {
    seed: name,
    account: handle,
    credentials: { username: "SENTINEL", password: `loopback-${handle}` },
    tables: new Map(place === undefined ? own : placed),
  };
}
