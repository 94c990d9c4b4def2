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

/** What one merge adds to a file's score. */
export type WeighedMerge = FileMerge & {
  /** Days since it went live. */
  age_days: number;
  /** 1 when it goes live, half of it every `half_life_days`. */
  weight: number;
  /** Its parts of the file's `errors` and `cost_usd`, which may be below zero; null where it could not be measured. */
  adds: { errors: number; cost_usd: number } | null;
};

/** A file's merges in the order given, each with its part of the mean that `riskOfFile` says. */
export function weighMerges(merges: FileMerge[], half_life_days: number, at: Date): WeighedMerge[] {
  const aged = merges.map((merge) => {
    const age_days = Math.max(0, at.getTime() - Date.parse(merge.live_at)) / DAY_MS;
    return { ...merge, age_days, weight: 0.5 ** (age_days / half_life_days) };
  });
  const whole = Math.max(
    1,
    aged
      .filter(({ cost_usd, errors }) => cost_usd !== null && errors !== null)
      .reduce((sum, { weight, hours }) => sum + (weight * hours) / ANSWERS_FOR, 0),
  );
  return aged.map((merge) => {
    const { cost_usd, errors, weight } = merge;
    const adds =
      cost_usd === null || errors === null
        ? null
        : { errors: (weight * errors) / whole, cost_usd: (weight * cost_usd) / whole };
    return { ...merge, adds };
  });
}

/**
 * The mean over a file's merges, each weighing half as much every `half_life_days` and by the hours that were measured.
 * It is taken over at least one whole merge, so that what lies long ago fades and a file that is changed every day does
 * not gather risk by that alone.
 */
export function riskOfFile(path: string, merges: FileMerge[], half_life_days: number, at: Date): FileRisk {
  const added = weighMerges(merges, half_life_days, at).flatMap(({ adds }) => adds ?? []);
  const mean = (of: "errors" | "cost_usd") => added.reduce((sum, one) => sum + one[of], 0);
  // What went better than expected once makes no other change safe.
  const errors = Math.max(0, mean("errors"));
  const cost_usd = Math.max(0, mean("cost_usd"));
  return { path, merges, measured: added.length, errors, cost_usd, terms: termsOf(errors, cost_usd) };
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
