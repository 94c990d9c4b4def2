/** What a client needs to reach a seed: the fields of each source's connection, and the same as variables. */
import type { SnowflakeSeedAccount } from "./accounts.ts";
import type { VendorName } from "./faults.ts";
import type { GithubAccount } from "./github/account.ts";
import type { LangfuseAccount } from "./langfuse/vendor.ts";
import type { SentryAccount } from "./sentry/vendor.ts";
import type { SlackAccount } from "./slack/vendor.ts";

/** `config` by the field names of the source's credentials. */
export type VendorConnection = { name: string; source: VendorName; config: Record<string, string> };

export function langfuseConnection(
  url: string,
  { seed, public_key, secret_key }: LangfuseAccount,
): VendorConnection {
  return { name: seed, source: "langfuse", config: { base_url: url, public_key, secret_key } };
}

export function sentryConnection(url: string, { seed, token, org }: SentryAccount): VendorConnection {
  return { name: seed, source: "sentry", config: { base_url: url, token, org: org.slug } };
}

export function githubConnection(url: string, { seed, token, repos }: GithubAccount): VendorConnection {
  const names = [...repos.values()].map(({ full_name }) => full_name);
  return { name: seed, source: "github", config: { api_url: url, token, repos: names.join(",") } };
}

export function slackConnection(url: string, { seed, bot_token, workspace }: SlackAccount): VendorConnection {
  const channels = workspace.channels.map(({ name }) => name).join(",");
  return { name: seed, source: "slack", config: { api_url: `${url}/api/`, bot_token, channels } };
}

export function snowflakeConnection(
  url: string,
  { seed, account, credentials: { username, password } }: SnowflakeSeedAccount,
): VendorConnection {
  const names = { role: "SENTINEL", warehouse: "LOOPBACK_WH" };
  return {
    name: seed,
    source: "snowflake",
    config: { access_url: url, account, username, password, ...names },
  };
}

/** The variables of a seed's connections: `LANGFUSE_BASE_URL` and so on. */
export function environmentOf(connections: readonly VendorConnection[]): Record<string, string> {
  return Object.fromEntries(
    connections.flatMap(({ source, config }) =>
      Object.entries(config).map(([field, value]) => [`${source}_${field}`.toUpperCase(), value]),
    ),
  );
}
