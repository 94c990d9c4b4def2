import { elapsed } from "../../src/contracts/moment.ts";
import { distinct, sum } from "./group.ts";
import { aboveShare } from "./significance.ts";

/** Calls of one tool in one hour bucket, and how many of them were bad in the way that is judged. */
export type HourOfCalls = {
  from_at: string;
  calls: number;
  bad: number;
  first_bad_at: string | null;
  last_bad_at: string | null;
  trace_ids: string[];
  agents: string[];
  bad_cost_usd: number;
};

export type TroubledLimits = {
  /** Bad calls that there must be in the troubled hours. */
  bad_calls: number;
  /** Part of the calls that must be bad for an hour to add to the trouble rather than to end it. */
  hour_share: number;
  /** Standard errors by which the bad calls of the horizon must lie above what the baseline's share gives. */
  surprise: number;
};

export type Trouble = {
  calls: number;
  bad: number;
  from: string;
  last_bad_at: string;
  trace_ids: string[];
  agents: string[];
  cost_usd: number;
};

/**
 * The run of hours in which bad calls outweigh good ones most, as one trouble; undefined when there is none, or when
 * the horizon has no more bad calls than the baseline explains. A single bad call in a quiet night is not its onset.
 */
export function troubleOf(
  hours: HourOfCalls[],
  baseline: { calls: number; bad: number },
  limits: TroubledLimits,
): Trouble | undefined {
  const all = { calls: sum(hours.map(({ calls }) => calls)), bad: sum(hours.map(({ bad }) => bad)) };
  if (aboveShare(all.bad, all.calls, baseline.bad, baseline.calls) < limits.surprise) return undefined;
  const troubled = heaviestRun(hours, limits.hour_share).filter(({ bad }) => bad > 0);
  const bad = sum(troubled.map((hour) => hour.bad));
  const from = distinct(troubled.map(({ first_bad_at }) => first_bad_at)).toSorted()[0];
  const last_bad_at = distinct(troubled.map((hour) => hour.last_bad_at))
    .toSorted()
    .at(-1);
  if (bad < limits.bad_calls || from === undefined || last_bad_at === undefined) return undefined;
  return {
    calls: sum(troubled.map(({ calls }) => calls)),
    bad,
    from,
    last_bad_at,
    trace_ids: distinct(troubled.flatMap(({ trace_ids }) => trace_ids)),
    agents: distinct(troubled.flatMap(({ agents }) => agents)),
    cost_usd: sum(troubled.map(({ bad_cost_usd }) => bad_cost_usd)),
  };
}

function heaviestRun(hours: HourOfCalls[], share: number): HourOfCalls[] {
  const ordered = hours.toSorted((one, other) => elapsed(other.from_at, one.from_at));
  let best = { weight: 0, from: 0, to: 0 };
  let current = { weight: 0, from: 0 };
  ordered.forEach(({ calls, bad }, index) => {
    if (current.weight <= 0) current = { weight: 0, from: index };
    current.weight += bad - share * calls;
    if (current.weight > best.weight) best = { weight: current.weight, from: current.from, to: index + 1 };
  });
  return ordered.slice(best.from, best.to);
}
