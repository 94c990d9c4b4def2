import type { AnyTable, Feed } from "../contracts/table.ts";
import type { Lake } from "../lake/open.ts";
import { planSlices, type Plan } from "./plan.ts";
import type { SyncEvent, TableReport } from "./report.ts";
import { TableLedger } from "./table-ledger.ts";

/** A table with an endpoint of its own. */
export type FedTable = Extract<AnyTable, { feed: unknown }>;

export const isFed = (table: AnyTable): table is FedTable => table.feed !== undefined;

/** One table of one connection in one run: what is planned, what is written, what was asked of the vendor. */
export type TableRun = {
  table: AnyTable;
  // A source hands its own client to its own feeds only.
  // oxlint-disable-next-line typescript/no-explicit-any
  feed: Feed<any>;
  /** The table and those filled from its items. */
  tables: AnyTable[];
  plan: Plan;
  ledger: TableLedger;
  meter: { requests: number };
};

/** Reads the lake's ledger and plans the table. `siblings` are all tables of the source. */
export async function planTable(options: {
  lake: Lake;
  connection: string;
  table: FedTable;
  siblings: AnyTable[];
  history_days: number;
  since: Date | undefined;
  now: () => Date;
}): Promise<TableRun> {
  const { lake, connection, table, now } = options;
  const watermark = await lake.watermark(connection, table.name);
  const coverage = await lake.coverage(table.name);
  const planned = planSlices({
    slicing: table.feed.slicing,
    lookback_minutes: table.lookback_minutes,
    history_days: options.history_days,
    now: now(),
    since: options.since,
    watermark,
    ledger: coverage.filter((row) => row.connection === connection),
  });
  return {
    table,
    feed: table.feed,
    tables: [table, ...options.siblings.filter(({ from }) => from === table.name)],
    plan: planned,
    ledger: new TableLedger({ lake, connection, table: table.name, plan: planned, watermark, now }),
    meter: { requests: 0 },
  };
}

export function tableReport({ table, plan, ledger, meter }: TableRun): TableReport {
  const { slices_done: _, slices_failed, ...totals } = ledger.totals;
  return {
    table: table.name,
    ...totals,
    slices: plan.slices.length,
    failed_slices: slices_failed,
    requests: meter.requests,
    from: plan.slices.at(-1)?.from.toISOString() ?? null,
    to: plan.slices[0]?.to.toISOString() ?? null,
  };
}

/** What a terminal shows of the table, less the names of its connection. */
export function tableProgress({
  table,
  plan,
  ledger,
}: TableRun): Omit<SyncEvent, "source" | "connection" | "phase" | "paused_until"> {
  const { rows, slices_done, slices_failed, error } = ledger.totals;
  return { table: table.name, slices: plan.slices.length, slices_done, slices_failed, rows, error };
}
