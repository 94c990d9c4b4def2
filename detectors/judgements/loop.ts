/** Looping traces of one agent and tool as a judgement. */
import type { Judgement } from "../../src/contracts/finding.ts";
import { elapsed, endAfter, HOUR_MS, MINUTE_MS, minuteOf, shift } from "../../src/contracts/moment.ts";
import { culpritOf, type ChangeLimits, type ChangeRows } from "../blame/change.ts";
import { count, roundUsd } from "../blame/words.ts";
import { distinct, sum } from "../judge/group.ts";
import type { Loop } from "../judge/loops.ts";

type Limits = ChangeLimits & {
  critical_generations: number;
  running_minutes: number;
  stoppable_minutes: number;
};

export function loopJudgement(loops: Loop[], changes: ChangeRows, limits: Limits, at: string): Judgement {
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
  const stoppable = sinceLast <= limits.stoppable_minutes * MINUTE_MS;
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
    cost_usd: cost === 0 ? null : roundUsd(cost),
    cost_usd_per_hour:
      running.length === 0 || cost === 0
        ? null
        : roundUsd(sum(running.map(({ usd_per_minute }) => usd_per_minute)) * 60),
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
