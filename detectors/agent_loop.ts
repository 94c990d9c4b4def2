import { z } from "zod";

import { defineDetector } from "../src/contracts/detector.ts";
import { HOUR_MS, shift } from "../src/contracts/moment.ts";
import { changeInputs, changeLimits } from "./blame/change-inputs.ts";
import { traceSteps } from "./examples/trace-steps.ts";
import { groupBy } from "./judge/group.ts";
import { loopOf } from "./judge/loops.ts";
import { loopJudgement } from "./judgements/loop.ts";

const Limits = z.object({
  horizon_hours: z
    .int()
    .positive()
    .default(24)
    .describe("Hours before the judged moment that are looked at."),
  span_hours: z
    .number()
    .positive()
    .default(2)
    .describe("Hours within which the model calls of a trace are counted."),
  generations: z
    .int()
    .positive()
    .default(10)
    .describe("Model calls on one trace within the span that a loop must exceed."),
  critical_generations: z.int().positive().default(20).describe("Model calls above which it is critical."),
  repeats: z
    .int()
    .positive()
    .default(5)
    .describe("Steps without anything new that the stalled stretch must have."),
  occurrences: z
    .int()
    .min(2)
    .default(3)
    .describe("How often one call must have been made with the same arguments."),
  running_minutes: z
    .number()
    .positive()
    .default(10)
    .describe("Minutes since its last step within which a trace is taken to be still running."),
  stoppable_minutes: z
    .number()
    .positive()
    .default(30)
    .describe(
      "Minutes since its last step within which it may still run: steps arrive a quarter of an hour late.",
    ),
  ...changeLimits,
});
type Limits = z.infer<typeof Limits>;

const Step = z.object({
  connection: z.string(),
  trace_id: z.string(),
  agent: z.string().nullable(),
  began_at: z.string(),
  kind: z.enum(["tool", "generation"]),
  name: z.string(),
  signature: z.string(),
  repeats: z.number(),
  failed: z.boolean(),
  failed_before: z.number(),
  empty: z.boolean(),
  release: z.string().nullable(),
  cost_usd: z.number(),
});

/** Traces that call a model again and again without getting anywhere. */
export const agentLoop = defineDetector({
  id: "agent_loop",
  type: "agent_loop",
  summary: "An agent goes in circles: many model calls on one trace, the same calls with the same results.",
  limits: Limits,
  streams: true,
  inputs: {
    steps: {
      query: "loop_steps",
      params: (at: string, limits: Limits) => ({
        since: shift(at, -(limits.horizon_hours + limits.span_hours) * HOUR_MS),
        until: at,
        generations: limits.generations + 1,
      }),
      narrow: (trace_ids: string[]) => ({ trace_ids }),
      candidates: "busy_traces",
      row: Step,
    },
    ...changeInputs,
  },
  judge: ({ steps, ...changes }, limits, at) => {
    const traces = [
      ...groupBy(steps, ({ connection, trace_id }) => JSON.stringify([connection, trace_id])).values(),
    ];
    const loops = traces.flatMap((trace) => loopOf(trace, limits, at) ?? []);
    const same = groupBy(loops, ({ connection, agent, tool }) => JSON.stringify([connection, agent, tool]));
    return [...same.values()].map((group) => loopJudgement(group, changes, limits, at));
  },
  blind_spots: [
    "A loop that changes its arguments a little each time (a rephrased search) counts as progress.",
    "A loop across traces, each of them short, is not seen.",
    "Without tool observations the result of a call is read from the next model input, where the trace holds it.",
  ],
  runbook: [
    "Read loop_fingerprint for the trace: which call repeats, and what does it answer?",
    "Stop the trace if it still runs; every minute costs the velocity given.",
    "Give the agent a limit of equal calls, and let the tool say why it fails.",
  ],
  examples: {
    at: "2026-01-08T12:00:00.000Z",
    limits: Limits.parse({}),
    fires: [
      { steps: traceSteps({ calls: 14, repeated: true }), releases: [], changes: [], members: [] },
      { steps: traceSteps({ calls: 25, repeated: true }), releases: [], changes: [], members: [] },
    ],
    quiet: [
      { steps: traceSteps({ calls: 60, repeated: false }), releases: [], changes: [], members: [] },
      { steps: traceSteps({ calls: 8, repeated: true }), releases: [], changes: [], members: [] },
    ],
  },
});
