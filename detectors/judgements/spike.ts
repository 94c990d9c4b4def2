/** A run of spiking hours as a judgement: whose, how much, since when, after which change. */
import type { Judgement } from "../../src/contracts/finding.ts";
import { HOUR_MS, shift } from "../../src/contracts/moment.ts";
import { culpritOf, type ChangeLimits, type ChangeRows } from "../blame/change.ts";
import { roundUsd, usd } from "../blame/words.ts";
import { distinct, sum } from "../judge/group.ts";
import { onsetOf, type HourOfSpend, type Spike } from "../judge/hourly-spikes.ts";
import { excessOf, type Series } from "../judge/most-specific.ts";

export type SpendSeries = Series & { hours: HourOfSpend[] };

type Limits = ChangeLimits & {
  horizon_hours: number;
  baseline_days: number;
  critical_ratio: number;
  critical_usd_per_hour: number;
};

/** `agents` are all agents of the connection, spiking or not. */
export function spikeJudgement(
  connection: string,
  { kind, name, spikes }: SpendSeries,
  agents: SpendSeries[],
  changes: ChangeRows,
  limits: Limits,
  at: string,
): Judgement {
  const [first, last] = [spikes[0], spikes.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a cost spike has at least one hour");
  const peak = spikes.reduce((one, other) => (other.cost_usd > one.cost_usd ? other : one));
  const ratio = peak.cost_usd / Math.max(peak.usual_usd, 0.01);
  const window = { from: onsetOf(first), to: shift(last.from, HOUR_MS) };
  const concerned = kind === "agent" ? [name] : spendersIn(spikes, agents);
  const culprit = culpritOf(
    changes,
    { connection, agents: concerned, onset: window.from, to: window.to },
    limits,
  );
  const excess = sum(spikes.map(excessOf));
  const what = kind === "project" ? `project ${name}` : kind === "model" ? `model ${name}` : name;
  return {
    key: `${kind} ${name}`,
    fingerprint: kind === "agent" ? name : `${kind}:${name}`,
    connection,
    severity:
      ratio >= limits.critical_ratio || peak.cost_usd > limits.critical_usd_per_hour ? "critical" : "high",
    title: `${what} spent ${usd(peak.cost_usd)} in an hour, ${ratio.toFixed(1)} times its usual ${usd(peak.usual_usd)}`,
    window,
    subject: {
      agents: concerned,
      models: kind === "model" ? [name] : [],
      releases: culprit.releases,
      repos: culprit.repos,
    },
    cost_usd: roundUsd(excess),
    cost_usd_per_hour: last.n === 0 ? roundUsd(excessOf(last)) : null,
    facts: {
      [kind]: name,
      peak_usd_per_hour: roundUsd(peak.cost_usd),
      usual_usd_per_hour: roundUsd(peak.usual_usd),
      times_usual: Math.round(ratio * 10) / 10,
      cost_velocity_usd_per_minute: roundUsd(peak.cost_usd / 60),
      spent_usd: roundUsd(sum(spikes.map(({ cost_usd }) => cost_usd))),
      excess_usd: roundUsd(excess),
      troubled_hours: spikes.length,
      still_going_on: last.n === 0,
      no_blame: culprit.no_blame,
    },
    blame: culprit.blame,
    suggested_action: culprit.blame === null ? "notify" : "open_github_issue",
    requires_approval: culprit.blame !== null,
    evidence: [
      {
        query: "cost_spike_buckets",
        params: {
          since: shift(at, -limits.horizon_hours * HOUR_MS),
          until: at,
          history_days: limits.baseline_days,
          kind,
          name,
        },
      },
      {
        query: "cost_drivers",
        params: { since: window.from, until: window.to, agent: kind === "agent" ? name : null },
      },
      {
        query: "live_changes",
        params: { since: shift(window.from, -limits.change_hours * HOUR_MS), until: window.to },
      },
    ],
  };
}

/** Agents with a fifth or more of the spend of the spiking hours: they may be too new to have a usual hour. */
function spendersIn(spikes: Spike[], agents: SpendSeries[]): string[] {
  const froms = new Set(spikes.map(({ from }) => from));
  const total = sum(spikes.map(({ cost_usd }) => cost_usd));
  const spenders = agents.filter(
    ({ hours }) =>
      sum(hours.filter(({ from_at }) => froms.has(from_at)).map(({ cost_usd }) => cost_usd)) >= total / 5,
  );
  return distinct(spenders.map(({ name }) => name));
}
