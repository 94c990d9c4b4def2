/** From what merges of files were followed by to a score. */
import type { FileMerge } from "./read-history.ts";
import { ANSWERS_FOR } from "./share-excess.ts";

const DAY_MS = 86_400_000;
export const POINTS_PER_ERROR = 4;
export const POINTS_PER_USD = 10;
const MOST_COST_POINTS = 50;
const MOST_POINTS = 100;

/** What a merge that touches a file is followed by within 24 hours, beyond the expected; older merges count less. */
export type FileRisk = {
  path: string;
  /** Merges that touched it, and those of them that could be measured. */
  merges: FileMerge[];
  measured: number;
  errors: number;
  cost_usd: number;
  terms: Terms;
};

/** `score = min(100, errors x 4 + min(cost x 10, 50))`, term by term. */
export type Terms = {
  errors: number;
  cost_usd: number;
  error_points: number;
  cost_points: number;
  score: number;
};

/**
 * The mean over a file's merges, each weighing half as much every `half_life_days` and by the hours that were measured.
 * It is taken over at least one whole merge, so that what lies long ago fades and a file that is changed every day does
 * not gather risk by that alone.
 */
export function riskOfFile(path: string, merges: FileMerge[], half_life_days: number, at: Date): FileRisk {
  const measured = merges.flatMap(({ live_at, hours, cost_usd, errors }) => {
    if (cost_usd === null || errors === null) return [];
    const age_days = Math.max(0, at.getTime() - Date.parse(live_at)) / DAY_MS;
    return { weight: 0.5 ** (age_days / half_life_days), hours, cost_usd, errors };
  });
  const whole = Math.max(
    1,
    measured.reduce((sum, { weight, hours }) => sum + (weight * hours) / ANSWERS_FOR, 0),
  );
  const mean = (of: "errors" | "cost_usd") =>
    measured.reduce((sum, one) => sum + one.weight * one[of], 0) / whole;
  // What went better than expected once makes no other change safe.
  const errors = Math.max(0, mean("errors"));
  const cost_usd = Math.max(0, mean("cost_usd"));
  return { path, merges, measured: measured.length, errors, cost_usd, terms: termsOf(errors, cost_usd) };
}

function termsOf(errors: number, cost_usd: number): Terms {
  const error_points = errors * POINTS_PER_ERROR;
  const cost_points = Math.min(cost_usd * POINTS_PER_USD, MOST_COST_POINTS);
  return {
    errors,
    cost_usd,
    error_points,
    cost_points,
    score: Math.min(MOST_POINTS, error_points + cost_points),
  };
}

/** Files together: their parts of the same merges add up to what these were followed by. */
export function totalOf(files: Pick<FileRisk, "errors" | "cost_usd">[]): Terms {
  return termsOf(
    files.reduce((sum, { errors }) => sum + errors, 0),
    files.reduce((sum, { cost_usd }) => sum + cost_usd, 0),
  );
}
