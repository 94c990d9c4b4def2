/** The coverage ledger and the watermarks, as stored. */
import type { Batch, CoverageRow } from "../../contracts/ingest.ts";
import type { FactTable } from "../schema.ts";
import type { Writer } from "../writer.ts";
import { timestamp } from "../values/bound.ts";
import { recorded } from "./record.ts";

const COLUMNS = `connection, "table", from_at, to_at, state, api, rows, rejected, error, fetched_at`;

export type StoredCoverage = Omit<CoverageRow, "rows" | "rejected"> & { rows: bigint; rejected: bigint };

export const COVERAGE = `select ${COLUMNS} from sentinel_coverage`;

export const coverageRow = (row: StoredCoverage): CoverageRow => ({
  ...row,
  rows: Number(row.rows),
  rejected: Number(row.rejected),
});

/** One batch as the ledger sees it. `refused` is the number of rows that the lake itself could not read, `rows` those given. */
export type Slice = { batch: Batch; refused: number; rows: Record<string, number> };

/**
 * Writes what batches say of their slices, in their order, for each of the tables that their feeds fill. One reading of the
 * ledger serves all of them.
 */
export async function recordSlices(
  writer: Writer,
  slices: Slice[],
  tables: Pick<FactTable, "name" | "fed_by" | "lookback_minutes">[],
): Promise<void> {
  const ledgers = new Map<string, { before: CoverageRow[]; after: CoverageRow[] }>();
  for (const { batch, refused, rows } of slices) {
    for (const { name, fed_by, lookback_minutes } of tables) {
      if (name !== batch.table && fed_by !== batch.table) continue;
      const place = { connection: batch.connection, table: name };
      const key = JSON.stringify(place);
      const ledger = ledgers.get(key) ?? (await readLedger(writer, place));
      ledgers.set(key, {
        ...ledger,
        after: recorded(ledger.after, entryOf(batch, name, refused, rows[name] ?? 0), lookback_minutes),
      });
      if (batch.watermark !== undefined) await setWatermark(writer, place, batch.watermark, batch.fetched_at);
    }
  }
  for (const { before, after } of ledgers.values()) await writeLedger(writer, before, after);
}

function entryOf(batch: Batch, table: string, refused: number, rows: number): CoverageRow {
  return {
    connection: batch.connection,
    table,
    from_at: batch.slice.from,
    to_at: batch.slice.to,
    state: batch.state,
    api: batch.api,
    rows,
    rejected: batch.rejected + refused,
    error: batch.error ?? (refused > 0 ? `${refused} rows without a readable key or time` : null),
    fetched_at: batch.fetched_at,
  };
}

type Place = { connection: string; table: string };

async function readLedger(writer: Writer, place: Place) {
  const stored = await writer.rows<StoredCoverage>(
    `${COVERAGE} where connection = $connection and "table" = $table`,
    place,
  );
  const before = stored.map(coverageRow);
  return { before, after: before };
}

/** Replaces the rows of a ledger by others, touching only those that differ. */
export async function writeLedger(
  writer: Writer,
  before: CoverageRow[],
  after: CoverageRow[],
): Promise<void> {
  const was = new Set(before.map(identity));
  const is = new Set(after.map(identity));
  for (const row of before) if (!is.has(identity(row))) await remove(writer, row);
  for (const row of after) if (!was.has(identity(row))) await add(writer, row);
}

const identity = (row: CoverageRow) => JSON.stringify(row);

async function remove(writer: Writer, row: CoverageRow): Promise<void> {
  await writer.run(
    `delete from sentinel_coverage
    where connection = $connection and "table" = $table and from_at = $from_at and to_at = $to_at
        and state = $state and fetched_at = $fetched_at`,
    {
      connection: row.connection,
      table: row.table,
      from_at: timestamp(row.from_at),
      to_at: timestamp(row.to_at),
      state: row.state,
      fetched_at: timestamp(row.fetched_at),
    },
  );
}

async function add(writer: Writer, row: CoverageRow): Promise<void> {
  await writer.run(
    `insert into sentinel_coverage (${COLUMNS})
    values ($connection, $table, $from_at, $to_at, $state, $api, $rows::bigint, $rejected::bigint, $error::varchar, $fetched_at)`,
    {
      ...row,
      from_at: timestamp(row.from_at),
      to_at: timestamp(row.to_at),
      fetched_at: timestamp(row.fetched_at),
    },
  );
}

async function setWatermark(writer: Writer, place: Place, at: Date, synced: Date): Promise<void> {
  await writer.run(
    `delete from sentinel_watermarks where connection = $connection and "table" = $table`,
    place,
  );
  await writer.run(
    `insert into sentinel_watermarks (connection, "table", watermark_at, synced_at)
    values ($connection, $table, $at, $synced)`,
    { ...place, at: timestamp(at), synced: timestamp(synced) },
  );
}
