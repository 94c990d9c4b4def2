/** Everything that the lake derives from its fact tables: which of it exists, how it is kept in line. */
import type { FactTable } from "../schema.ts";
import { literal, quoted } from "../sql-text.ts";
import type { Writer } from "../writer.ts";
import { langfuseSessions } from "./langfuse_sessions.ts";
import { langfuseTraces } from "./langfuse_traces.ts";
import { llmCostHourly } from "./llm_cost_hourly.ts";
import { llmCostMinutely } from "./llm_cost_minutely.ts";
import { llmGenerations } from "./llm_generations.ts";
import { llmObservations } from "./llm_observations.ts";
import { llmToolCalls } from "./llm_tool_calls.ts";
import { observationSources, observed } from "./observation-sources.ts";
import { CHANGE, type Rollup, type View } from "./rollup.ts";

export type Derived = { rollups: Rollup[]; views: View[] };

/** What can be derived from these tables. */
export function derivedFrom(tables: FactTable[]): Derived {
  const observations = llmObservations(tables);
  if (observations === undefined) return { rollups: [], views: [] };
  const sources = observations.made_from;
  const overAll = [llmCostHourly, llmCostMinutely, llmToolCalls, llmGenerations].map((rollup) => ({
    ...rollup,
    made_from: sources,
  }));
  const langfuse = sources.includes("langfuse_observations");
  return {
    rollups: [...(langfuse ? [langfuseTraces] : []), ...overAll],
    views: [observations, ...(langfuse ? [langfuseSessions] : [])],
  };
}

/** Replaces views whose text changed and recomputes rollups whose definition did. */
export async function refreshDerived(writer: Writer, { rollups, views }: Derived): Promise<void> {
  await writer.run("create schema if not exists sentinel_internal");
  await writer.run(
    "create table if not exists sentinel_internal.definitions (name varchar, definition varchar)",
  );
  const stored = await writer.rows<{ name: string; definition: string }>(
    "select name, definition from sentinel_internal.definitions",
  );
  const known = new Map(stored.map(({ name, definition }) => [name, definition]));
  for (const rollup of rollups) {
    const definition = rollup.compute(rollup.made_from);
    if (known.get(rollup.name) === definition) continue;
    await writer.transaction(async () => {
      await writer.run(`delete from ${quoted(rollup.name)}`);
      // In order of time, so that questions about a few hours read a few row groups.
      await writer.run(
        `insert into ${quoted(rollup.name)} by name select * from (${definition}) order by ${quoted(rollup.time)}`,
      );
      await remember(writer, rollup.name, definition);
    });
  }
  for (const view of views) {
    const definition = view.select(view.made_from);
    const described = JSON.stringify(view.columns.map(({ name, description }) => [name, description]));
    if (known.get(view.name) === definition + described) continue;
    await writer.transaction(async () => {
      await writer.run(`create or replace view ${quoted(view.name)} as ${definition}`);
      await writer.run(`comment on view ${quoted(view.name)} is ${literal(view.grain)}`);
      for (const { name, description } of view.columns) {
        await writer.run(`comment on column ${quoted(view.name)}.${quoted(name)} is ${literal(description)}`);
      }
      await remember(writer, view.name, definition + described);
    });
  }
}

async function remember(writer: Writer, name: string, definition: string): Promise<void> {
  await writer.run("delete from sentinel_internal.definitions where name = $name", { name });
  await writer.run("insert into sentinel_internal.definitions values ($name, $definition)", {
    name,
    definition,
  });
}

/**
 * Brings the rollups in line with rows of `table` that come and go, before they do. Both are selections over the columns
 * of the table, undefined where there are none; the rollups themselves are written after the table, by the function that
 * is answered.
 */
export async function prepareRollups(
  writer: Writer,
  derived: Derived,
  table: string,
  come: string | undefined,
  go: string | undefined,
): Promise<() => Promise<void>> {
  const source = observationSources.find((candidate) => candidate.table === table);
  const touched = derived.rollups.filter(({ made_from }) => made_from.includes(table));
  if (source === undefined || touched.length === 0) return async () => undefined;
  const signed = (sign: number, rows: string | undefined) =>
    rows === undefined ? [] : [`select ${sign} as sign, o.* from (${observed(source, rows)}) o`];
  const change = [...signed(1, come), ...signed(-1, go)].join(" union all ");
  // What goes can no longer be read when the rollups are written; what comes can.
  if (go !== undefined) await writer.run(`create or replace temp table llm_moved as ${change}`);
  const read = go === undefined ? change : "select * from llm_moved";
  await writer.run(`create or replace temp view ${CHANGE} as ${read}`);
  return async () => {
    for (const rollup of touched) await rollup.maintain(writer);
  };
}
