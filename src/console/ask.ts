/** Ad-hoc SQL: the answer together with what the ledger says of its completeness. */
import type { Answer } from "../contracts/query.ts";
import { mirrorGate } from "../gate/mirror-gate.ts";
import { mirrorIncidents } from "../incidents/mirror.ts";
import type { AskOptions, Lake, ParquetFile } from "../lake/open.ts";
import type { Sentinel } from "../main.ts";
import { notesOn, summarise, type TableCoverage } from "./coverage-notes.ts";
import { momentsOf, spelled, type GivenRange } from "./given-range.ts";

export type AdHocAnswer = Answer & {
  tables: string[];
  /** False when a table that was read has a slice missing, under way or with a gap. */
  complete: boolean;
  coverage: TableCoverage[];
  notes: string[];
  /** The moments that stood for `$from` and `$to`; null when none were given. */
  range: { from: string; to: string } | null;
};

type Options = Omit<AskOptions, "moments"> & { range?: GivenRange | undefined };

/** What a statement reads, and the copies of the state in it brought up to date. */
async function prepare(sentinel: Sentinel, lake: Lake, sql: string): Promise<string[]> {
  const tables = await lake.read_tables(sql);
  const asks = (...names: string[]) => names.some((name) => tables.includes(name));
  if (asks("sentinel_incidents", "sentinel_findings")) await mirrorIncidents(sentinel.state(), lake);
  if (asks("sentinel_approvals", "sentinel_audit")) await mirrorGate(sentinel.state(), lake);
  return tables;
}

const limits = ({ settings }: Sentinel) => ({ growth_bytes: settings.sql.growth_mb * 1_000_000 });

/** The rows of one read-only statement as a Parquet file, under the same guard and limits. Throws as `ask` does. */
export async function exportParquet(
  sentinel: Sentinel,
  sql: string,
  { range, ...options }: Options,
): Promise<ParquetFile> {
  const moments = range && momentsOf(range, sentinel.now());
  const lake = await sentinel.lake();
  await prepare(sentinel, lake, sql);
  return lake.parquet(sql, { ...limits(sentinel), ...(moments && { moments }), ...options });
}

/**
 * Runs one read-only statement, in which `$from` and `$to` stand for the ends of a range that is given. Throws `invalid` or
 * `not_found` with the nearest names, `busy` past the deadline.
 */
export async function ask(
  sentinel: Sentinel,
  sql: string,
  { range, ...options }: Options,
): Promise<AdHocAnswer> {
  const moments = range && momentsOf(range, sentinel.now());
  const lake = await sentinel.lake();
  const tables = await prepare(sentinel, lake, sql);
  const answer = await lake.ask(sql, {}, { ...limits(sentinel), ...(moments && { moments }), ...options });
  // Our own tables have no gaps; a view or a rollup answers with the ledger of what it is made from.
  const read = tables.filter((table) => !table.startsWith("sentinel_"));
  const ledgers = await Promise.all(read.map((table) => lake.coverage(table)));
  const never = read.filter((_, index) => ledgers[index]?.length === 0);
  const coverage = summarise(ledgers.flat());
  const notes = [
    ...never.map((table) => `incomplete: ${table} was never synced`),
    ...notesOn(coverage),
    ...(await unfinished(lake, coverage)),
  ];
  return {
    ...answer,
    tables,
    complete: notes.length === 0,
    coverage,
    notes,
    range: moments === undefined ? null : spelled(moments),
  };
}

/**
 * A first sync goes from the newest slice to the oldest, and what it has not begun is in no ledger: until the
 * watermark is set, the tables it fills are incomplete. Imported files have none and are as whole as the file.
 */
async function unfinished(lake: Lake, coverage: TableCoverage[]): Promise<string[]> {
  const synced = coverage.filter(({ imported }) => !imported);
  const marks = await Promise.all(
    synced.map(async ({ table, connection }) => ({
      table,
      connection,
      watermark: await lake.watermark(connection, table),
    })),
  );
  return marks
    .filter(({ watermark }) => watermark === undefined)
    .map(({ table, connection }) => `incomplete: the first sync of ${table} (${connection}) has not ended`);
}
