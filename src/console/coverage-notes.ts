import type { CoverageRow } from "../contracts/ingest.ts";

export type TableCoverage = {
  table: string;
  connection: string;
  /** Newest end of what was fetched whole; null when nothing was. */
  covered_to: string | null;
  /** Slices under way or failed: what is there may be incomplete. */
  running: number;
  failed: number;
  /** True when files gave all of it. */
  imported: boolean;
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
      imported: true,
    };
    rows.set(key, row);
    row.imported &&= slice.api === "import";
    if (slice.state === "running") row.running += 1;
    else if (slice.state === "failed" || slice.rejected > 0) row.failed += 1;
    else if (row.covered_to === null || slice.to_at.toISOString() > row.covered_to) {
      row.covered_to = slice.to_at.toISOString();
    }
  }
  return [...rows.values()];
}

/** One line per table and connection with a gap; nothing to say is the normal case. */
export function notesOn(coverage: TableCoverage[]): string[] {
  return coverage
    .filter((row) => row.running + row.failed > 0)
    .map((row) => {
      const parts = [
        ...(row.running > 0 ? [`${slices(row.running)} under way`] : []),
        ...(row.failed > 0 ? [`${slices(row.failed)} with a gap`] : []),
      ];
      return `incomplete: ${row.table} (${row.connection}) has ${parts.join(" and ")}; see sentinel coverage ${row.table}`;
    });
}

const slices = (count: number): string => `${count} ${count === 1 ? "slice" : "slices"}`;
