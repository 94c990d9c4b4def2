/** A loopback account with rows, the connection to it, and a pull as the engine does it. */
import { onTestFinished } from "vitest";

import type { FaultPlan } from "../../../seeds/vendors/faults.ts";
import { serveSnowflake, type SnowflakeServer } from "../../../seeds/vendors/snowflake/serve.ts";
import type { Credentials } from "../../../seeds/vendors/snowflake/sign-in.ts";
import { connectSnowflake, type SnowflakeClient } from "../../../sources/snowflake/client.ts";
import type { SourcePorts } from "../../../src/contracts/source.ts";
import type { AnyTable, Page, Window } from "../../../src/contracts/table.ts";

type Tables = Record<string, Record<string, unknown>[]>;

/** Serves the account `acme-prod` until the test ends. */
export async function serveAccount(
  tables: Tables,
  options: { faults?: Omit<FaultPlan, "vendor">[]; credentials?: Credentials } = {},
): Promise<SnowflakeServer> {
  const { credentials = {}, faults = [] } = options;
  const server = await serveSnowflake({
    accounts: new Map([["acme-prod", { tables: new Map(Object.entries(tables)), credentials }]]),
    faults: faults.map((fault) => ({ vendor: "snowflake", ...fault })),
  });
  onTestFinished(server.close);
  return server;
}

/** A connection that is closed when the test ends. `admitted` counts sign-ins and statements. */
export function connect(
  { url }: { url: string },
  config: Record<string, string> = { password: "right" },
  ports: Partial<SourcePorts> = {},
): { client: SnowflakeClient; admitted: () => number } {
  let admitted = 0;
  const client = connectSnowflake(
    { account: "acme-prod", username: "sentinel", access_url: url, ...config },
    {
      http: () => Promise.reject(new Error("Snowflake is read through its driver")),
      now: () => new Date("2026-08-22T09:00:00Z"),
      log: () => undefined,
      admit: async () => void (admitted += 1),
      signal: new AbortController().signal,
      limits: { attempt_ms: 20_000, longest_wait_ms: 60_000 },
      ...ports,
    },
  );
  onTestFinished(() => client.close());
  return { client, admitted: () => admitted };
}

const window: Window = {
  from: new Date("2026-08-21T00:00:00Z"),
  to: new Date("2026-08-22T00:00:00Z"),
};

type PullOptions = {
  signal?: AbortSignal;
  /** Called after the first page. */
  onPage?: () => void;
  /** For sizes where the mapping of the rows is not the point. */
  unmapped?: boolean;
};

/** Pulls a window and maps its items. Unreadable items are in `rejected`. */
export async function pull(client: SnowflakeClient, table: AnyTable, options: PullOptions = {}) {
  const pages: Page[] = [];
  const rows: Record<string, unknown>[] = [];
  const warnings: string[] = [];
  const rejected: string[] = [];
  const signal = options.signal ?? new AbortController().signal;
  const context = { signal, warn: (message: string) => void warnings.push(message) };
  for await (const page of table.feed?.pull(client, window, context) ?? []) {
    pages.push(page);
    if (pages.length === 1) options.onPage?.();
    for (const item of options.unmapped === true ? [] : page.items) {
      try {
        rows.push(...table.map(item, { parent: page.parent }).map((row) => table.row.parse(row)));
      } catch (error) {
        rejected.push(String(error));
      }
    }
  }
  return { pages, rows, warnings, rejected };
}

/** A row of TASK_HISTORY that ended in the window. */
export const taskRun = (n: number, more: Record<string, unknown> = {}) => ({
  DATABASE_NAME: "ANALYTICS",
  SCHEMA_NAME: "MARTS",
  NAME: `LOAD_${n}`,
  QUERY_ID: `01b2-${n}`,
  QUERY_TEXT: "merge into orders using staged on …",
  STATE: "SUCCEEDED",
  RUN_ID: 1_787_270_400_000 + n,
  ATTEMPT_NUMBER: 1,
  SCHEDULED_TIME: "2026-08-21T10:00:00.000Z",
  QUERY_START_TIME: "2026-08-21T10:00:01.000Z",
  COMPLETED_TIME: "2026-08-21T10:00:05.000Z",
  ROOT_TASK_ID: "01a9",
  ...more,
});
