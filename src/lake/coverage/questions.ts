/** What was fetched, and what was not. */
import type { CoverageRow } from "../../contracts/ingest.ts";
import type { Window } from "../../contracts/table.ts";
import type { Reader } from "../ask/ask.ts";
import type { Writer } from "../writer.ts";
import { coverageRow, COVERAGE, type StoredCoverage } from "./ledger.ts";
import { isWhole } from "./record.ts";
import { holes } from "./spans.ts";

/** The ledger of these tables, newest first; of all when none is named. */
export async function readCoverage(writer: Writer, tables: string[] | undefined): Promise<CoverageRow[]> {
  const rows = await writer.rows<StoredCoverage>(
    `${COVERAGE} order by "table", connection, to_at desc, from_at desc`,
  );
  return rows.map(coverageRow).filter(({ table }) => tables === undefined || tables.includes(table));
}

/** The committed ledger of these tables, read beside whoever writes: a judgement must not queue behind the intake. */
export async function ledgerAside(reader: Pick<Reader, "ask">, tables: string[]): Promise<CoverageRow[]> {
  const { rows } = await reader.ask(
    `${COVERAGE} where "table" in (select unnest($tables::varchar[]))
    order by "table", connection, to_at desc, from_at desc`,
    { tables },
  );
  return (rows as AskedCoverage[]).map(({ from_at, to_at, fetched_at, ...row }) => ({
    ...row,
    from_at: new Date(from_at),
    to_at: new Date(to_at),
    fetched_at: new Date(fetched_at),
  }));
}

type AskedCoverage = Omit<CoverageRow, "from_at" | "to_at" | "fetched_at"> &
  Record<"from_at" | "to_at" | "fetched_at", string>;

/**
 * The parts of the window that no whole slice covers, per connection that the ledger knows for any of these tables. A
 * moment is covered when each table that the connection has covers it.
 */
export function uncoveredIn(ledger: CoverageRow[], window: Window): { connection: string; window: Window }[] {
  const connections = [...new Set(ledger.map(({ connection }) => connection))].toSorted();
  return connections.flatMap((connection) => {
    const own = ledger.filter((row) => row.connection === connection);
    const missing = [...new Set(own.map(({ table }) => table))].flatMap((table) => {
      const whole = own.filter((row) => row.table === table && isWhole(row));
      return holes(
        window,
        whole.map(({ from_at, to_at }) => ({ from: from_at, to: to_at })),
      );
    });
    // The holes of several tables overlap; what is outside of all of them is covered by each.
    return holes(window, holes(window, missing)).map((hole) => ({ connection, window: hole }));
  });
}

export async function readWatermark(
  writer: Writer,
  connection: string,
  table: string,
): Promise<Date | undefined> {
  const [row] = await writer.rows<{ watermark_at: Date }>(
    `select watermark_at from sentinel_watermarks where connection = $connection and "table" = $table`,
    { connection, table },
  );
  return row?.watermark_at;
}
