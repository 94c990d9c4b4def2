import PQueue from "p-queue";
import type { Logger } from "pino";

import type { SourcePorts } from "../contracts/source.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { messageOf } from "../errors.ts";
import type { Lake } from "../lake/open.ts";
import { deadline } from "./deadline.ts";
import type { SyncLimits } from "./limits.ts";
import { openPorts } from "./ports.ts";
import { pullTable } from "./pull-table.ts";
import { oneLine } from "./one-line.ts";
import type { ConnectionReport, SyncEvent } from "./report.ts";
import type { SyncConnection } from "./sync-connection.ts";
import { planTable, tableProgress, tableReport, type FedTable, type TableRun } from "./table-run.ts";

export type ConnectionPull = {
  lake: Lake;
  connection: SyncConnection;
  /** The tables to pull, each with a feed. */
  tables: FedTable[];
  since: Date | undefined;
  limits: SyncLimits;
  now: () => Date;
  signal: AbortSignal;
  on: (event: SyncEvent) => void;
  log: Logger;
};

const CLOSE_MS = 5_000;

/** Pulls the tables of one connection side by side, within its concurrency. Rejects only when the lake does. */
export async function pullConnection(pull: ConnectionPull): Promise<ConnectionReport> {
  const { lake, connection, limits, since, now } = pull;
  const { source, name } = connection;
  const own = new AbortController();
  const signal = AbortSignal.any([pull.signal, own.signal]);
  const under_way = new Set<TableRun>();
  let paused_until: Date | undefined;
  const on_pause = (until: Date) => {
    paused_until = until;
    for (const run of under_way) tell(run, "running");
  };
  const { ports, ...opened } = openPorts(connection, { limits, now, log: pull.log, signal, on_pause });

  const tell = (run: TableRun, phase: SyncEvent["phase"]) => {
    const paused = paused_until !== undefined && paused_until > now() ? paused_until.toISOString() : null;
    pull.on({ source: source.name, connection: name, phase, paused_until: paused, ...tableProgress(run) });
  };
  const planning = {
    lake,
    connection: name,
    siblings: source.tables,
    history_days: limits.history_days,
    since,
    now,
  };
  const runs = await Promise.all(pull.tables.map((table) => planTable({ ...planning, table })));
  for (const run of runs) tell(run, "planned");

  const client = await connected(pull, ports).catch((error: unknown) => ({ error }));
  if ("error" in client) own.abort(client.error);
  const slices = new PQueue({ concurrency: limits.page_concurrency ?? source.concurrency });
  try {
    await Promise.all(
      runs.map(async (run) => {
        under_way.add(run);
        await pullTable({
          ...opened,
          run,
          client: "error" in client ? undefined : client.value,
          slices,
          page_ms: limits.page_ms,
          give_up_after: limits.give_up_after,
          now,
          signal,
          stop_connection: (error) => own.abort(error),
          warn: onceEach((message) => ports.log("warn", oneLine(message, 500), { table: run.table.name })),
          on_change: () => tell(run, "running"),
        });
        under_way.delete(run);
        tell(run, run.ledger.totals.error === null ? "done" : "failed");
      }),
    );
  } finally {
    if ("value" in client) await closed(connection, client.value, ports);
  }
  const tables = runs.map(tableReport);
  return { source: source.name, connection: name, tables, ok: tables.every(({ error }) => error === null) };
}

async function connected(
  { connection, limits, signal }: ConnectionPull,
  ports: SourcePorts,
): Promise<{ value: unknown }> {
  const slow = () => new UpstreamError("unavailable", `connecting took longer than ${limits.page_ms} ms`);
  const timer = deadline(limits.page_ms, signal, slow);
  try {
    return { value: await Promise.race([connection.source.connect(connection.config, ports), timer.passed]) };
  } finally {
    timer.clear();
  }
}

async function closed({ source }: SyncConnection, client: unknown, ports: SourcePorts): Promise<void> {
  const timer = deadline(
    CLOSE_MS,
    new AbortController().signal,
    () => new Error(`not closed within ${CLOSE_MS} ms`),
  );
  try {
    await Promise.race([source.close?.(client), timer.passed]);
  } catch (error) {
    ports.log("warn", `the client could not be closed: ${oneLine(messageOf(error))}`);
  } finally {
    timer.clear();
  }
}

/** The same oddity of a thousand rows is one line in the log. */
function onceEach(log: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message) || said.size >= 50) return;
    said.add(message);
    log(message);
  };
}
