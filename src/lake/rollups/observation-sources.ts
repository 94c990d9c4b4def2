/** Fact tables whose rows are observations of an LLM application. Each says how its rows look as such. */
import type { FactTable } from "../schema.ts";
import { quoted } from "../sql-text.ts";

export type ObservationSource = {
  table: string;
  /** The `source` column of its rows in llm_observations. */
  source: string;
  /** Columns of llm_observations that are not columns of the table. */
  derived: Record<string, string>;
  /** Which of the table's rows are observations; all when not given. */
  where?: string;
  /** Whether langfuse_traces sums its rows up. */
  in_traces?: boolean;
};

export const observationSources: ObservationSource[] = [
  {
    table: "langfuse_observations",
    source: "langfuse",
    // The name of a root is the name of its trace where the trace has none.
    derived: { agent: "coalesce(trace_name, name)", source: "'langfuse'" },
    in_traces: true,
  },
  {
    table: "otel_spans",
    source: "otel",
    // Spans of one trace arrive apart, and only some of them name the agent: the service is the same in all.
    derived: {
      observation_id: "span_id",
      parent_observation_id: "parent_span_id",
      latency_ms: "duration_ms",
      agent: "coalesce(trace_name, service_name, agent_name, name)",
      source: "'otel'",
    },
    where: "type is not null and not in_langfuse",
  },
];

/** What rollups need to know of an observation that came or went. */
const NEEDED = [
  "connection",
  "trace_id",
  "observation_id",
  "parent_observation_id",
  "is_root",
  "type",
  "name",
  "level",
  "model",
  "started_at",
  "ended_at",
  "input_tokens",
  "output_tokens",
  "cost_usd",
  "agent",
  "source",
  "tool_output",
];

/** Of other types the output is not looked at: what came and went would be kept with all of its text. */
const TOOL_OUTPUT = "case when type in ('TOOL', 'SPAN') then output end";

/** What langfuse_traces needs to know besides. */
const NEEDED_BY_TRACES = ["trace_name", "session_id", "user_id", "release", "environment"];

/** Observations of a source as rollups see them; `from` is the table or a selection of its rows. */
export function observed(source: ObservationSource, from = quoted(source.table)): string {
  const derived: Record<string, string> = { ...source.derived, tool_output: TOOL_OUTPUT };
  const columns = NEEDED.map((name) => (derived[name] === undefined ? name : `${derived[name]} as ${name}`));
  const of_traces = NEEDED_BY_TRACES.map((name) => (source.in_traces ? name : `null as ${name}`));
  return `select ${[...columns, ...of_traces].join(", ")} from ${from}${whereOf(source)}`;
}

/** The columns of the table that `observed` reads. */
export function readColumns(source: ObservationSource, table: FactTable): string[] {
  const text = observed(source, "");
  return table.columns.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(text));
}

/** The condition on a selection from the table that leaves its observations, with its keyword. */
export const whereOf = ({ where }: ObservationSource): string =>
  where === undefined ? "" : ` where ${where}`;

/** Observations of all these tables. */
export function observedIn(tables: string[]): string {
  return observationSources
    .filter(({ table }) => tables.includes(table))
    .map((source) => observed(source))
    .join(" union all ");
}
