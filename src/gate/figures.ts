import { z } from "zod";

import type { Json } from "../contracts/action.ts";
import type { KeptFinding } from "../incidents/kept-finding.ts";

/** What policy conditions are about; undefined is unknown, and an unknown figure never holds. */
export type Figures = {
  loop_generations: number | undefined;
  steps_without_progress: number | undefined;
  usd_per_hour: number | undefined;
};

const Figure = z.number().optional().catch(undefined);
const LoopFacts = z.object({
  model_calls_in_two_hours: Figure,
  steps_without_anything_new: Figure,
  looping_traces: Figure,
});
const Traces = z.object({ connection: z.string(), trace_ids: z.array(z.string()) });

/**
 * The figures of each finding that an action is about: for one that names traces, the loops that all of them were
 * found in; for any other, every finding of the incident.
 */
export function figuresFor(args: { [name: string]: Json }, findings: KeptFinding[]): Figures[] {
  const named = Traces.safeParse(args);
  const about = named.success
    ? findings.filter(
        ({ detector, connection, subject }) =>
          detector === "agent_loop" &&
          connection === named.data.connection &&
          named.data.trace_ids.every((trace) => subject.trace_ids.includes(trace)),
      )
    : findings;
  return about.map(figuresOf);
}

function figuresOf({ facts, subject, cost_usd_per_hour }: KeptFinding): Figures {
  const loop = LoopFacts.parse(facts);
  // The figures of several traces are those of the worst: they prove nothing about the others.
  const single = loop.looping_traces === 1 && subject.trace_ids.length === 1;
  return {
    loop_generations: single ? loop.model_calls_in_two_hours : undefined,
    steps_without_progress: single ? loop.steps_without_anything_new : undefined,
    usd_per_hour: cost_usd_per_hour ?? undefined,
  };
}
