/** Serves seeds in the vendors' own HTTP shapes, one loopback listener per vendor. */
import type { Seed } from "../load.ts";
import type { SeedRow } from "../row.ts";
import {
  accountsOf,
  githubAccount,
  langfuseAccount,
  sentryAccount,
  slackAccount,
  snowflakeAccount,
  type SnowflakeSeedAccount,
} from "./accounts.ts";
import {
  environmentOf,
  githubConnection,
  langfuseConnection,
  sentryConnection,
  slackConnection,
  snowflakeConnection,
  type VendorConnection,
} from "./connections.ts";
import type { FaultPlan, VendorName } from "./faults.ts";
import { githubVendor } from "./github/vendor.ts";
import { langfuseVendor } from "./langfuse/vendor.ts";
import { listen, type RequestLog } from "./listener.ts";
import type { Limit } from "./quota.ts";
import type { SlackWrite } from "./slack/account.ts";
import { sentryVendor } from "./sentry/vendor.ts";
import { slackVendor } from "./slack/vendor.ts";
import type { SnowflakeServer } from "./snowflake/serve.ts";
import type { Vendor } from "./vendor.ts";

export type ServeOptions = {
  seeds: readonly Seed[];
  faults?: readonly FaultPlan[];
  /** Before every answer; 0 when not given. */
  latency_ms?: number;
  /** Requests per window and seed; what is over is refused as the vendor refuses it. Snowflake queues instead. */
  limits?: Partial<Record<Exclude<VendorName, "snowflake">, Limit>>;
  /** Rows of a Snowflake result that come with the answer; the rest are chunks. 1,000 when not given. */
  snowflake_inline_rows?: number;
  /** Langfuse answers as a self-hosted server before v4. */
  langfuse_legacy?: boolean;
  /** A fixed port per vendor; a free one when not given. */
  ports?: Partial<Record<VendorName, number>>;
  now?: () => Date;
};

export type VendorServers = {
  /** One per seed and source it has data for, named after the seed. */
  connections: VendorConnection[];
  /** The same as environment variables, one record per seed in the order of the seeds. */
  env: Record<string, string>[];
  /** A GitHub account that may write to every seed's repositories; what it writes only it sees. */
  github_writer: { api_url: string; token: string };
  /** Every request so far, in the order in which they came. */
  requests: () => RequestLog[];
  /** What a seed's Slack workspace was made to say, as far as it was accepted. */
  slack_writes: (seed: string) => SlackWrite[];
  /** Puts other rows into a table of a seed, from the next request on. */
  replace: (seed: string, table: string, rows: SeedRow[]) => void;
  close: () => Promise<void>;
};

export async function serveVendors(options: ServeOptions): Promise<VendorServers> {
  const { seeds, now = () => new Date() } = options;
  const log: RequestLog[] = [];
  const langfuse = accountsOf(seeds, "langfuse", langfuseAccount);
  const sentry = accountsOf(seeds, "sentry", sentryAccount);
  const github = accountsOf(seeds, "github", githubAccount);
  const slack = accountsOf(seeds, "slack", slackAccount);
  const snowflake = accountsOf(seeds, "snowflake", snowflakeAccount);

  const writer = {
    seed: "",
    token: "ghp_every-seed",
    get repos() {
      return new Map(github.list.flatMap(({ repos }) => [...repos]));
    },
  };

  const start = (vendor: Vendor) =>
    listen(vendor, {
      faults: options.faults ?? [],
      latency_ms: options.latency_ms ?? 0,
      limit: options.limits?.[vendor.name],
      port: options.ports?.[vendor.name] ?? 0,
      now,
      log: (entry) => log.push(entry),
    });
  const servers = {
    langfuse: await start(langfuseVendor(langfuse.list, options.langfuse_legacy === true)),
    sentry: await start(sentryVendor(sentry.list, now)),
    github: await start(githubVendor([...github.list, writer], now)),
    slack: await start(slackVendor(slack.list, now)),
  };
  const warehouse = await startSnowflake(options, snowflake.list);

  const connections = [
    ...langfuse.list.map((account) => langfuseConnection(servers.langfuse.url, account)),
    ...sentry.list.map((account) => sentryConnection(servers.sentry.url, account)),
    ...github.list.map((account) => githubConnection(servers.github.url, account)),
    ...slack.list.map((account) => slackConnection(servers.slack.url, account)),
    ...snowflake.list.map((account) => snowflakeConnection(warehouse?.url ?? "", account)),
  ];
  return {
    connections,
    env: seeds.map(({ name }) => environmentOf(connections.filter((connection) => connection.name === name))),
    github_writer: { api_url: servers.github.url, token: writer.token },
    requests: () =>
      [...log, ...(warehouse?.requests() ?? [])].toSorted((a, b) => a.started_ms - b.started_ms),
    slack_writes: (name) => slack.list.find(({ seed }) => seed === name)?.workspace.written ?? [],
    replace(name, table, rows) {
      const seed = seeds.find((each) => each.name === name);
      if (seed === undefined) throw new Error(`no seed ${name}`);
      seed.tables.set(table, rows);
      for (const accounts of [langfuse, sentry, github, slack]) accounts.renew(seed, table);
      const renewed = snowflake.renew(seed, table);
      if (renewed !== undefined) warehouse?.renew(renewed.account);
    },
    close: async () => {
      await Promise.all([...Object.values(servers), warehouse].map(async (server) => server?.close()));
    },
  };
}

/** Snowflake answers SQL, which takes a database to run: it is started only when a seed has data for it. */
async function startSnowflake(
  { faults, latency_ms, ports, now, snowflake_inline_rows }: ServeOptions,
  accounts: readonly SnowflakeSeedAccount[],
): Promise<SnowflakeServer | undefined> {
  if (accounts.length === 0) return undefined;
  const { serveSnowflake } = await import("./snowflake/serve.ts");
  return serveSnowflake({
    accounts: new Map(accounts.map((account) => [account.account, account])),
    ...(faults && { faults }),
    ...(latency_ms !== undefined && { latency_ms }),
    ...(ports?.snowflake !== undefined && { port: ports.snowflake }),
    ...(snowflake_inline_rows !== undefined && { inline_rows: snowflake_inline_rows }),
    ...(now && { now }),
  });
}
