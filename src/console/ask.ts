/** Ad-hoc SQL: the answer together with what the ledger says of its completeness. */
import type { Answer } from "../contracts/query.ts";
import { mirrorIncidents } from "../incidents/mirror.ts";
import type { AskOptions } from "../lake/open.ts";
import type { Sentinel } from "../main.ts";
import { notesOn, summarise, type TableCoverage } from "./coverage-notes.ts";

export type AdHocAnswer = Answer & {
  tables: string[];
  /** False when a table that was read has a slice missing, under way or with a gap. */
  complete: boolean;
  coverage: TableCoverage[];
  notes: string[];
};

/** Runs one read-only statement. Throws `invalid` or `not_found` with the nearest names, `busy` past the deadline. */
export async function ask(sentinel: Sentinel, sql: string, options: AskOptions): Promise<AdHocAnswer> {
  const lake = await sentinel.lake();
  const tables = await lake.read_tables(sql);
  if (tables.some((table) => table === "sentinel_incidents" || table === "sentinel_findings")) {
    await mirrorIncidents(sentinel.state(), lake);
  }
  const answer = await lake.ask(sql, {}, options);
  const fetched = sentinel.sources.flatMap((source) => source.tables.map(({ name }) => name));
  const read = tables.filter((table) => fetched.includes(table));
  const ledgers = await Promise.all(read.map((table) => lake.coverage(table)));
  const coverage = summarise(ledgers.flat());
  const notes = notesOn(read, coverage);
  return { ...answer, tables, complete: notes.length === 0, coverage, notes };
}
