import { z } from "zod";

import { defineDetector } from "../src/contracts/detector.ts";
import type { Judgement } from "../src/contracts/finding.ts";
import { HOUR_MS, shift } from "../src/contracts/moment.ts";
import type { ChangeRows } from "./blame/change.ts";
import { changeInputs } from "./blame/change-inputs.ts";
import { count } from "./blame/words.ts";
import { hoursOfSpend } from "./examples/hours-of-spend.ts";
import { CostSpikeLimits as Limits } from "./limits/cost-spike.ts";
import { groupBy } from "./judge/group.ts";
import { baselineHours, spikesOf } from "./judge/hourly-spikes.ts";
import { mostSpecific } from "./judge/most-specific.ts";
import { spikeJudgement, type SpendSeries } from "./judgements/spike.ts";

const Bucket = z.object({
  connection: z.string(),
  kind: z.enum(["project", "agent", "model"]),
  name: z.string(),
  from_at: z.string(),
  generations: z.number(),
  cost_usd: z.number(),
  risen_at: z.string(),
  before_usd: z.number(),
});
type Bucket = z.infer<typeof Bucket>;

const inputs = {
  buckets: {
    query: "cost_spike_buckets",
    params: (at: string, limits: Limits) => ({
      since: shift(at, -limits.horizon_hours * HOUR_MS),
      until: at,
    }),
    row: Bucket,
  },
  ...changeInputs,
};

/** Spend per hour against the usual hour of the week before, by agent, model and project. */
export const costSpike = defineDetector({
  id: "cost_spike",
  type: "cost_spike",
  summary: "An agent, a model or a whole project spends far more per hour than it usually does.",
  limits: Limits,
  streams: true,
  inputs,
  judge: ({ buckets, ...changes }, limits, at) =>
    [...groupBy(buckets, ({ connection }) => connection)].flatMap(([connection, rows]) =>
      judgeConnection(connection, rows, changes, limits, at),
    ),
  unjudged: ({ buckets }, limits, at) =>
    [...groupBy(buckets, ({ connection }) => connection)].flatMap(([connection, rows]) => {
      const known = baselineHours(
        rows.filter(({ kind }) => kind === "project"),
        at,
        limits,
      );
      if (known >= limits.baseline_hours) return [];
      const days = `the ${limits.baseline_days} days before hold spend in ${count(known, "hour")}`;
      return { connection, reason: `too little history: ${days}, ${limits.baseline_hours} are needed` };
    }),
  blind_spots: [
    "An agent without at least 12 busy hours of history is judged only as part of its project.",
    "Growth that is slow enough to be in the baseline already is not a spike.",
    "A peak that came at the same hour a day, a week or two weeks ago is taken for rhythm, even if it was trouble then and not seen as such.",
  ],
  runbook: [
    "Read cost_drivers over the window: which model, prompt version and release took the money?",
    "Read costly_traces over the window: one runaway trace, or many ordinary ones?",
    "If a commit is blamed, read its prompt, model and retry changes first.",
  ],
  examples: {
    at: "2026-01-08T12:00:00.000Z",
    limits: Limits.parse({}),
    fires: [
      { buckets: hoursOfSpend({ usual_usd: 2, newest_usd: [9, 8] }), releases: [], changes: [], members: [] },
    ],
    quiet: [
      { buckets: hoursOfSpend({ usual_usd: 2, newest_usd: [4, 3] }), releases: [], changes: [], members: [] },
      {
        buckets: hoursOfSpend({ usual_usd: 0.02, newest_usd: [0.4] }),
        releases: [],
        changes: [],
        members: [],
      },
      {
        buckets: hoursOfSpend({ usual_usd: 2, newest_usd: [9], week_before_usd: [8] }),
        releases: [],
        changes: [],
        members: [],
      },
      {
        buckets: hoursOfSpend({ usual_usd: 2, newest_usd: [9], days: 0.3 }),
        releases: [],
        changes: [],
        members: [],
      },
    ],
  },
});

function judgeConnection(
  connection: string,
  rows: Bucket[],
  changes: ChangeRows,
  limits: Limits,
  at: string,
): Judgement[] {
  const series = [...groupBy(rows, ({ kind, name }) => `${kind} ${name}`).values()].flatMap(
    (hours): SpendSeries[] => {
      const [first] = hours;
      if (first === undefined) return [];
      return [{ kind: first.kind, name: first.name, hours, spikes: spikesOf(hours, at, limits) }];
    },
  );
  const agents = series.filter(({ kind }) => kind === "agent");
  return mostSpecific(series, limits.explained_share).map((one) =>
    spikeJudgement(connection, one, agents, changes, limits, at),
  );
}
