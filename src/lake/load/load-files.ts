import type { Window } from "../../contracts/table.ts";
import { recordSlices } from "../coverage/ledger.ts";
import type { GroupTarget } from "../ingest/write-group.ts";
import type { FactTable } from "../schema.ts";
import { list, literal, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import { sourceOf } from "./reading.ts";
import { settle } from "./settle.ts";
import { withinReach } from "./within-reach.ts";

export type FilesToLoad = {
  table: string;
  /** NDJSON, or Parquet when all names end so; absolute paths. */
  files: string[];
  connection: string;
  fetched_at: Date;
};

/** Rows read; the ledger has them as one span from the first to the last. */
export type Loaded = { rows: number };

/**
 * Puts files of rows in the lake's own columns into their table, read by DuckDB itself, in one transaction with their rollups
 * and the ledger. Answers undefined, with nothing stored, when a row leaves doubt: who reads row by row can say which and why.
 * To be called in its caller's turn to write.
 */
export async function loadFiles(
  target: GroupTarget,
  table: FactTable,
  given: FilesToLoad,
): Promise<Loaded | undefined> {
  const { writer } = target;
  return withinReach(writer, given.files, async (reach) => {
    const source = await sourceOf(writer, table, reach);
    if (source === undefined) return undefined;
    let read = false;
    try {
      return await writer.transaction(async () => {
        const last = await lastRow(writer, table);
        const rows = await writer.run(insertSql(table, given, source));
        read = true;
        if (rows === 0) return undefined;
        const slice = await sliceOf(writer, table, last);
        const span = {
          low: BigInt(slice.from.getTime()) * 1_000n,
          high: BigInt(slice.to.getTime()) * 1_000n,
        };
        await settle(target, table, { last, rows, span });
        const { fetched_at, connection } = given;
        const whole = { state: "complete", api: "import", rejected: 0, error: null } as const;
        const batch = { connection, table: table.name, rows: {}, slice, fetched_at, ...whole };
        await recordSlices(writer, [{ batch, refused: 0, rows: { [table.name]: rows } }], target.tables);
        return { rows };
      });
    } catch (error) {
      if (read) throw error;
      // A broken line, a value that does not fit: reading row by row tells which.
      return undefined;
    }
  });
}

/** Rows that the transaction inserts have higher row ids than any stored one. */
async function lastRow(writer: Writer, table: FactTable): Promise<bigint> {
  const [row] = await writer.rows<{ last: bigint | null }>(
    `select max(rowid) as last from ${quoted(table.name)}`,
  );
  return row?.last ?? -1n;
}

function insertSql(
  table: FactTable,
  { connection, fetched_at }: FilesToLoad,
  { from, values }: { from: string; values: string[] },
): string {
  const names = list(table.columns.map(({ name }) => name));
  const synced_at = `timestamp ${literal(fetched_at.toISOString())}`;
  return `
    insert into ${quoted(table.name)} (${names})
    select ${[literal(connection), ...values, synced_at].join(", ")} from ${from}`;
}

async function sliceOf(writer: Writer, table: FactTable, last: bigint): Promise<Window> {
  const time = quoted(table.time);
  const [span] = await writer.rows<{ low: number; high: number }>(`
    select epoch_ms(min(${time}))::double as low, epoch_ms(max(${time}))::double as high
    from ${quoted(table.name)} where rowid > ${last}`);
  return { from: new Date(span?.low ?? 0), to: new Date((span?.high ?? 0) + 1) };
}
