import { z } from "zod";

import { distinct, groupBy, sum } from "../judge/group.ts";
import { meanDifference } from "../judge/significance.ts";
import type { Drift } from "./drift.ts";

export const ScoreShift = z.object({
  connection: z.string(),
  score: z.string(),
  agent: z.string().nullable(),
  scores: z.number(),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  usual_scores: z.number(),
  usual_mean: z.number().nullable(),
  usual_deviation: z.number().nullable(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
  fell_at: z.string().nullable(),
  trace_ids: z.array(z.string()),
  releases: z.array(z.string()),
});
type ScoreShift = z.infer<typeof ScoreShift>;

export type ScoreLimits = {
  scores: number;
  baseline_scores: number;
  drop: number;
  high_drop: number;
  score_surprise: number;
};

type Fall = { row: ScoreShift; mean: number; usual: number; drop: number; scale: number };

/**
 * Scores that fell, per score and agent; agents with too few scores are pooled. The drop counts in the score's own unit
 * where it lies in 0..1, else in parts of its observed range.
 */
export function scoreRegressions(
  rows: ScoreShift[],
  limits: ScoreLimits,
  at: string,
): Omit<Drift, "evidence">[] {
  const groups = groupBy(rows, ({ connection, score }) => JSON.stringify([connection, score]));
  return [...groups.values()].flatMap((agents) => {
    const judgeable = agents.filter((row) => enough(row, limits));
    const falls = (judgeable.length > 0 ? judgeable : pooled(agents)).flatMap(
      (row) => fallOf(row, limits) ?? [],
    );
    const [worst] = falls.toSorted((one, other) => other.drop - one.drop);
    if (worst === undefined) return [];
    const { score, connection, fell_at } = worst.row;
    const unit = worst.scale === 1 ? "" : ` (${Math.round(worst.drop * 100)} % of its range)`;
    return {
      strategy: "score_regression" as const,
      connection,
      name: score,
      severity: worst.drop > limits.high_drop ? ("high" as const) : ("medium" as const),
      title: `score ${score} fell from ${round(worst.usual)} to ${round(worst.mean)}${unit}`,
      onset: fell_at ?? at,
      to: at,
      agents: distinct(falls.map(({ row }) => row.agent)),
      features: [],
      models: [],
      trace_ids: distinct(falls.flatMap(({ row }) => row.trace_ids)).slice(0, 20),
      facts: {
        score,
        mean_last_24_hours: round(worst.mean),
        usual_mean: round(worst.usual),
        drop: round(worst.usual - worst.mean),
        scores_last_24_hours: worst.row.scores,
        baseline_scores: worst.row.usual_scores,
        fell_at,
      },
    };
  });
}

const enough = (row: ScoreShift, limits: ScoreLimits): boolean =>
  row.scores >= limits.scores && row.usual_scores >= limits.baseline_scores;

function fallOf(row: ScoreShift, limits: ScoreLimits): Fall | undefined {
  const { mean, usual_mean: usual, lowest, highest } = row;
  if (!enough(row, limits) || mean === null || usual === null || lowest === null || highest === null)
    return undefined;
  const scale = lowest >= 0 && highest <= 1 ? 1 : highest - lowest;
  if (scale <= 0) return undefined;
  const drop = (usual - mean) / scale;
  // A handful of equal scores has no spread of its own, and would make any mean look certain.
  const usualDeviation = row.usual_deviation ?? 0;
  const surprise = meanDifference(
    { count: row.usual_scores, mean: usual, deviation: usualDeviation },
    { count: row.scores, mean, deviation: Math.max(row.deviation ?? 0, usualDeviation) },
    highest - lowest,
  );
  return drop > limits.drop && surprise >= limits.score_surprise
    ? { row, mean, usual, drop, scale }
    : undefined;
}

/** Agents of one score as one sample: means and deviations put together from those of the parts. */
function pooled(rows: ScoreShift[]): ScoreShift[] {
  const [first] = rows;
  if (first === undefined) return [];
  const now = merged(rows.map(({ scores, mean, deviation }) => ({ count: scores, mean, deviation })));
  const usual = merged(
    rows.map(({ usual_scores, usual_mean, usual_deviation }) => ({
      count: usual_scores,
      mean: usual_mean,
      deviation: usual_deviation,
    })),
  );
  return [
    {
      ...first,
      agent: rows.length === 1 ? first.agent : null,
      scores: now.count,
      mean: now.mean,
      deviation: now.deviation,
      usual_scores: usual.count,
      usual_mean: usual.mean,
      usual_deviation: usual.deviation,
      lowest: Math.min(...rows.map(({ lowest }) => lowest ?? Number.POSITIVE_INFINITY)),
      highest: Math.max(...rows.map(({ highest }) => highest ?? Number.NEGATIVE_INFINITY)),
      fell_at:
        distinct(rows.map(({ fell_at }) => fell_at))
          .toSorted()
          .at(-1) ?? null,
      trace_ids: distinct(rows.flatMap(({ trace_ids }) => trace_ids)),
    },
  ];
}

function merged(parts: { count: number; mean: number | null; deviation: number | null }[]) {
  const count = sum(parts.map((part) => part.count));
  if (count === 0) return { count, mean: null, deviation: null };
  const mean = sum(parts.map((part) => part.count * (part.mean ?? 0))) / count;
  const squares = sum(
    parts.map(
      (part) =>
        Math.max(part.count - 1, 0) * (part.deviation ?? 0) ** 2 +
        part.count * ((part.mean ?? 0) - mean) ** 2,
    ),
  );
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null };
}

// Adding zero turns -0 into 0, which JSON would not tell apart.
const round = (value: number): number => Math.round(value * 1000) / 1000 + 0;
