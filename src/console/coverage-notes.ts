import type { CoverageRow } from "../contracts/ingest.ts";

export type TableCoverage = {
  table: string;
  connection: string;
  /** Newest end of what was fetched whole; null when nothing was. */
  covered_to: string | null;
  /** Slices under way or failed: what is there may be incomplete. */
  running: number;
  failed: number;
};

/** What the ledger says of the tables that a statement read, one row per table and connection. */
export function summarise(ledger: CoverageRow[]): TableCoverage[] {
  const rows = new Map<string, TableCoverage>();
  for (const slice of ledger) {
    const key = `${slice.table} ${slice.connection}`;
    const row = rows.get(key) ?? {
      table: slice.table,
      connection: slice.connection,
      covered_to: null,
      running: 0,
      failed: 0,
    };
    rows.set(key, row);
    if (slice.state === "running") row.running += 1;
    else if (slice.state === "failed" || slice.rejected > 0) row.failed += 1;
    else if (row.covered_to === null || slice.to_at.toISOString() > row.covered_to) {
      row.covered_to = slice.to_at.toISOString();
    }
  }
  return [...rows.values()];
}

/** One line per table that was never fetched or has a gap; nothing to say is the normal case. */
export function notesOn(tables: string[], coverage: TableCoverage[]): string[] {
  return tables.flatMap((table) => {
    const rows = coverage.filter((row) => row.table === table);
    if (rows.length === 0) return [`incomplete: ${table} was never synced`];
    return rows
      .filter((row) => row.running + row.failed > 0 || row.covered_to === null)
      .map(
        (row) =>
          `incomplete: ${table} (${row.connection}) has ${row.running} slices under way and ${row.failed} with a gap; ` +
          `see sentinel coverage ${table}`,
      );
  });
}
