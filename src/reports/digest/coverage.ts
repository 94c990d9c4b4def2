/** How much of the week was fetched, from the holes in the answers. */
import { HOUR_MS } from "../../contracts/moment.ts";
import { count, list } from "../../investigate/templates/phrases.ts";
import type { Line } from "./digest.ts";
import type { Hole } from "../../queries/run.ts";
import type { Measures } from "./measure.ts";

export type Gap = { table: string; hours: number };

/** Below this, the lag of a sync. */
const LEAST_HOURS = 1;

export type Coverage = { tables: number; off: string[]; gaps: Gap[] };

/** `tables`: those that the digest stands on, by whether anything is connected that fills them. */
export function coverageOf(measures: Measures, tables: Map<string, boolean>): Coverage {
  const hours = new Map<string, number>();
  for (const { holes } of Object.values(measures)) {
    for (const [table, missing] of missingHours(holes.now))
      hours.set(table, Math.max(hours.get(table) ?? 0, missing));
  }
  const gaps = [...hours]
    .filter(([, missing]) => missing >= LEAST_HOURS)
    .map(([table, missing]) => ({ table, hours: Math.round(missing) }))
    .toSorted((one, other) => other.hours - one.hours);
  // A figure may stand on further tables than the one that its question is about: one of them that lacks hours counts too.
  const connected = [...tables].filter(([, is]) => is).map(([table]) => table);
  return {
    tables: new Set([...connected, ...gaps.map(({ table }) => table)]).size,
    off: [...tables].filter(([, is]) => !is).map(([table]) => table),
    gaps,
  };
}

/** Per table; of several connections the one that lacks most. */
function missingHours(holes: Hole[]): Map<string, number> {
  const sums = new Map<string, { table: string; missing: number }>();
  for (const { table, connection, from, to } of holes) {
    // Nobody connected a source: that is no gap.
    if (connection === "") continue;
    const key = `${table} ${connection}`;
    const missing = (sums.get(key)?.missing ?? 0) + (Date.parse(to) - Date.parse(from)) / HOUR_MS;
    sums.set(key, { table, missing });
  }
  const most = new Map<string, number>();
  for (const { table, missing } of sums.values()) most.set(table, Math.max(most.get(table) ?? 0, missing));
  return most;
}

/** A table as a reader calls it: `GitHub pull requests`. */
export function tableWords(table: string): string {
  if (table === "llm_cost_hourly") return "model calls";
  const [system = "", ...rest] = table.split("_");
  const vendor = { github: "GitHub", sentry: "Sentry", snowflake: "Snowflake", langfuse: "Langfuse" }[system];
  return [vendor ?? system, ...rest].join(" ");
}

/** The line under every digest. */
export function coverageLine({ tables, off, gaps }: Coverage, base: string): Line {
  const whole = tables - gaps.length;
  const fetched =
    tables === 0
      ? "Coverage: no source is connected, so nothing was measured"
      : gaps.length === 0
        ? `Coverage: all ${count(tables, "table")} behind these figures were fetched for the whole span`
        : `Coverage: ${whole} of ${count(tables, "table")} behind these figures were fetched for the whole span; gaps in ${list(gaps.map(({ table }) => tableWords(table)))}`;
  const absent = off.length === 0 || tables === 0 ? "" : `; not connected: ${list(off.map(tableWords))}`;
  return { text: `${fetched}${absent}`, link: `${base}/coverage`, label: "coverage", cites: [] };
}
