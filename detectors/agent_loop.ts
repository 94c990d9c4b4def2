import { z } from "zod";

import { defineDetector } from "../src/contracts/detector.ts";
import type { Judgement } from "../src/contracts/finding.ts";
import { elapsed, endAfter, HOUR_MS, MINUTE_MS, minuteOf, shift } from "../src/contracts/moment.ts";
import { changeInputs, changeLimits, culpritOf, type ChangeRows } from "./blame/change.ts";
import { count, roundUsd } from "./blame/words.ts";
import { traceSteps } from "./examples/trace-steps.ts";
import { distinct, groupBy, sum } from "./judge/group.ts";
import { mostWithin, stalledStretch, type Stretch } from "./judge/stalled-stretch.ts";

const Limits = z.object({
  horizon_hours: z.int().positive().default(24),
  span_hours: z.number().positive().default(2),
  /** Model calls on one trace within the span that a loop must exceed. */
  generations: z.int().positive().default(10),
  critical_generations: z.int().positive().default(20),
  /** Steps without anything new that the stalled stretch must have. */
  repeats: z.int().positive().default(5),
  /** How often one call must have been made with the same arguments. */
  occurrences: z.int().min(2).default(3),
  /** Minutes since its last step within which a trace is taken to be still running. */
  running_minutes: z.number().positive().default(10),
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
type Step = z.infer<typeof Step>;

type Loop = Stretch & {
  connection: string;
  trace_id: string;
  agent: string;
  generations: number;
  releases: string[];
  cost_usd: number;
  usd_per_minute: number;
  last_step_at: string;
};

/** Traces that call a model again and again without getting anywhere. */
export const agentLoop = defineDetector({
  id: "agent_loop",
  type: "agent_loop",
  summary: "An agent goes in circles: many model calls on one trace, the same calls with the same results.",
  limits: Limits,
  inputs: {
    steps: {
      query: "loop_steps",
      params: (at: string, limits: Limits) => ({
        since: shift(at, -(limits.horizon_hours + limits.span_hours) * HOUR_MS),
        until: at,
        generations: limits.generations + 1,
      }),
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
    return [...same.values()].map((group) => judgement(group, changes, limits, at));
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

function loopOf(trace: Step[], limits: Limits, at: string): Loop | undefined {
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

function judgement(loops: Loop[], changes: ChangeRows, limits: Limits, at: string): Judgement {
  const ordered = loops.toSorted(
    (one, other) => other.calls - one.calls || other.generations - one.generations,
  );
  const [worst] = ordered;
  if (worst === undefined) throw new Error("a loop has at least one trace");
  const { connection, agent, tool } = worst;
  const window = {
    from: minuteOf(ordered.map(({ from }) => from).toSorted()[0] ?? worst.from),
    to: endAfter(
      ordered
        .map(({ to }) => to)
        .toSorted()
        .at(-1) ?? worst.to,
    ),
  };
  const culprit = culpritOf(
    changes,
    { connection, agents: [agent], onset: window.from, to: window.to },
    limits,
  );
  const generations = Math.max(...ordered.map((loop) => loop.generations));
  const sinceLast = Math.min(...ordered.map(({ last_step_at }) => elapsed(last_step_at, at)));
  const running = ordered.filter(
    ({ last_step_at }) => elapsed(last_step_at, at) <= limits.running_minutes * MINUTE_MS,
  );
  const cost = sum(ordered.map(({ cost_usd }) => cost_usd));
  const elsewhere = ordered.length > 1 ? ` in ${count(ordered.length, "trace")}` : "";
  const stoppable = sinceLast <= limits.span_hours * HOUR_MS;
  return {
    key: `${agent} ${tool}`,
    fingerprint: `${tool} x${worst.calls}`,
    connection,
    severity: generations > limits.critical_generations ? "critical" : "high",
    title: `${agent} loops${elsewhere}: ${tool} called ${worst.calls} times with the same arguments and result`,
    window,
    subject: {
      agents: [agent],
      tools: [tool],
      trace_ids: ordered.map(({ trace_id }) => trace_id).slice(0, 50),
      releases: distinct([...ordered.flatMap(({ releases }) => releases), ...culprit.releases]),
      repos: culprit.repos,
    },
    cost_usd: roundUsd(cost),
    cost_usd_per_hour:
      running.length === 0 ? null : roundUsd(sum(running.map(({ usd_per_minute }) => usd_per_minute)) * 60),
    facts: {
      agent,
      tool,
      trace_id: worst.trace_id,
      calls: worst.calls,
      steps_without_anything_new: worst.repeats,
      model_calls_in_two_hours: generations,
      looping_traces: ordered.length,
      cost_usd: roundUsd(cost),
      cost_velocity_usd_per_minute: roundUsd(worst.usd_per_minute),
      still_running: running.length > 0,
      no_blame: culprit.no_blame,
    },
    blame: culprit.blame,
    suggested_action: stoppable ? "kill_loop" : "open_github_issue",
    requires_approval: true,
    evidence: [
      ...ordered.slice(0, 3).map(({ trace_id, from, to }) => ({
        query: "loop_fingerprint",
        params: { since: minuteOf(from), until: endAfter(to), generations: 1, trace_id },
      })),
      {
        query: "loop_steps",
        params: {
          since: minuteOf(worst.from),
          until: endAfter(worst.to),
          generations: 1,
          trace_id: worst.trace_id,
        },
      },
      {
        query: "live_changes",
        params: { since: shift(window.from, -limits.change_hours * HOUR_MS), until: window.to },
      },
    ],
  };
}
