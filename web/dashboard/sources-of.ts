type Row = Record<string, unknown>;

export type Source = {
  source: string;
  connections: number;
  tables: number;
  /** Of the table that is furthest behind; null when one was never fetched whole. */
  lag_minutes: number | null;
  gaps: number;
};

/** One line per system, from the rows of the queries `freshness` and `coverage_gaps`. A table begins with its system. */
export function sourcesOf(freshness: Row[], gaps: Row[]): Source[] {
  const names = [...new Set(freshness.map(systemOf))].toSorted();
  return names.map((source) => {
    const rows = freshness.filter((row) => systemOf(row) === source);
    const lags = rows.map((row) => (typeof row["lag_minutes"] === "number" ? row["lag_minutes"] : null));
    return {
      source,
      connections: new Set(rows.map((row) => row["connection"])).size,
      tables: new Set(rows.map((row) => row["table"])).size,
      lag_minutes: lags.includes(null) ? null : Math.max(0, ...lags.filter((lag) => lag !== null)),
      gaps: gaps.filter((row) => systemOf(row) === source).length,
    };
  });
}

const systemOf = (row: Row): string => String(row["table"]).split("_")[0] ?? "";
