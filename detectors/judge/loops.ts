import { elapsed, HOUR_MS, MINUTE_MS } from "../../src/contracts/moment.ts";
import { distinct, sum } from "./group.ts";
import { mostWithin, stalledStretch, type Step, type Stretch } from "./stalled-stretch.ts";

/** A step with what it belongs to, as loop_steps gives it. */
export type TraceStep = Step & {
  connection: string;
  trace_id: string;
  agent: string | null;
  kind: "tool" | "generation";
  release: string | null;
  cost_usd: number;
};

export type LoopLimits = {
  horizon_hours: number;
  span_hours: number;
  generations: number;
  repeats: number;
  occurrences: number;
};

/** A trace that goes in circles. */
export type Loop = Stretch & {
  connection: string;
  trace_id: string;
  agent: string;
  generations: number;
  releases: string[];
  cost_usd: number;
  usd_per_minute: number;
  last_step_at: string;
};

/** The loop of a trace: many model calls within the span, and a stretch without progress; undefined when it has none. */
export function loopOf(trace: TraceStep[], limits: LoopLimits, at: string): Loop | undefined {
  const ordered = trace.toSorted((one, other) => elapsed(other.began_at, one.began_at));
  const calls = ordered.filter(({ kind }) => kind === "generation").map(({ began_at }) => began_at);
  const generations = mostWithin(calls, limits.span_hours * HOUR_MS);
  const [first] = ordered;
  if (first === undefined || generations <= limits.generations) return undefined;

  // Equal model outputs say nothing while the tools bring news, so a trace with tools is judged by its tools.
  const tools = ordered.filter(({ kind }) => kind === "tool");
  const stretch = stalledStretch(tools.length > 0 ? tools : ordered);
  if (stretch === undefined || stretch.repeats < limits.repeats || stretch.occurrences < limits.occurrences)
    return undefined;
  if (elapsed(stretch.to, at) > limits.horizon_hours * HOUR_MS) return undefined;

  const inside = ordered.filter(
    ({ began_at }) => elapsed(stretch.from, began_at) >= 0 && elapsed(began_at, stretch.to) >= 0,
  );
  const cost_usd = sum(inside.map((step) => step.cost_usd));
  return {
    ...stretch,
    connection: first.connection,
    trace_id: first.trace_id,
    agent: first.agent ?? "unnamed",
    generations,
    releases: distinct(ordered.map(({ release }) => release)),
    cost_usd,
    usd_per_minute: cost_usd / Math.max(elapsed(stretch.from, stretch.to) / MINUTE_MS, 1),
    last_step_at: ordered.at(-1)?.began_at ?? stretch.to,
  };
}
