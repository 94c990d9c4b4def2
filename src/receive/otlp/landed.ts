import type { Row } from "../../contracts/ingest.ts";

/** What one transaction brought into the lake, for whoever looks at what is new. */
export type Landed = {
  tables: string[];
  /** Traces that something came for, each once. */
  trace_ids: string[];
  /** When its requests were received, milliseconds since 1970. */
  received_at: number[];
};

export function landedOf(group: { table: string; rows: Row[]; received_at: number }[]): Landed {
  const tables = new Set<string>();
  const trace_ids = new Set<string>();
  for (const { table, rows } of group) {
    if (rows.length > 0) tables.add(table);
    for (const { trace_id } of rows) if (typeof trace_id === "string") trace_ids.add(trace_id);
  }
  return {
    tables: [...tables],
    trace_ids: [...trace_ids],
    received_at: group.map(({ received_at }) => received_at),
  };
}
