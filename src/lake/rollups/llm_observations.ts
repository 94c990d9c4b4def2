import type { FactTable } from "../schema.ts";
import { quoted } from "../sql-text.ts";
import { observationSources, whereOf } from "./observation-sources.ts";
import type { View } from "./rollup.ts";

/**
 * What detectors and queries read: the observations of every source in the columns of the first, with the agent they
 * belong to. The agent is computed from the row alone, so that a filter on time still reads a few row groups only.
 */
export function llmObservations(tables: FactTable[]): View | undefined {
  const present = observationSources.flatMap((source) => {
    const table = tables.find(({ name }) => name === source.table);
    return table === undefined ? [] : [{ source, table }];
  });
  const [first] = present;
  if (first === undefined) return undefined;
  const shared = first.table.columns.map(({ name }) => name);
  return {
    name: "llm_observations",
    kind: "view",
    grain: "one row per observation of an LLM application, whichever system recorded it",
    source: "sentinel",
    columns: [
      ...first.table.columns,
      {
        name: "agent",
        type: "VARCHAR",
        description: "Name of the trace, else of the observation itself",
        required: false,
      },
      { name: "source", type: "VARCHAR", description: "The system that recorded it", required: false },
    ],
    time: first.table.time,
    made_from: present.map(({ table }) => table.name),
    select: () =>
      present
        .map(({ source, table }) => {
          const columns = [...shared, "agent", "source"].map((name) => column(name, source.derived, table));
          return `select ${columns.join(", ")} from ${quoted(table.name)}${whereOf(source)}`;
        })
        .join(" union all "),
  };
}

function column(name: string, derived: Record<string, string>, table: FactTable): string {
  const own = derived[name] ?? (table.columns.some((one) => one.name === name) ? undefined : "null");
  return own === undefined ? quoted(name) : `${own} as ${quoted(name)}`;
}
