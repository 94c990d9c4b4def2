/** Fact tables whose rows are observations of an LLM application. Each says how its rows look as such. */
import { quoted } from "../sql-text.ts";

export type ObservationSource = {
  table: string;
  /** The `source` column of its rows in llm_observations. */
  source: string;
  /** Columns of llm_observations that are not columns of the table. */
  derived: Record<string, string>;
};

export const observationSources: ObservationSource[] = [
  {
    table: "langfuse_observations",
    source: "langfuse",
    // The name of a root is the name of its trace where the trace has none.
    derived: { agent: "coalesce(trace_name, name)", source: "'langfuse'" },
  },
];

/** What rollups need to know of an observation that came or went. */
const NEEDED = [
  "connection",
  "trace_id",
  "type",
  "level",
  "model",
  "started_at",
  "ended_at",
  "input_tokens",
  "output_tokens",
  "cost_usd",
  "agent",
  "source",
];

/** Observations of a source as rollups see them; `from` is the table or a selection of its rows. */
export function observed(source: ObservationSource, from = quoted(source.table)): string {
  const columns = NEEDED.map((name) =>
    source.derived[name] === undefined ? name : `${source.derived[name]} as ${name}`,
  );
  return `select ${columns.join(", ")} from ${from}`;
}

/** Observations of all these tables. */
export function observedIn(tables: string[]): string {
  return observationSources
    .filter(({ table }) => tables.includes(table))
    .map((source) => observed(source))
    .join(" union all ");
}
