import { createFeatures, pointsPerDay, type Features, type Point } from "./features.ts";
import { createTail } from "./tail.ts";

/** Surprise (powers of ten) at which the score is one half. */
const HALF = 4;
/** A score from here on is an alarm, and begins a quiet time. */
const ALARM = 0.4;
/** The quiet time after an alarm, as a share of the history so far. */
const QUIET_SHARE = 0.05;
/** Within the quiet time only a score that closes this share of the gap to 1 is an alarm of its own. */
const WORSE_BY = 0.2;
const QUIETED = 0.5;
/** Values far from the same time on other days are common on working days next to weekends. */
const WEIGHT: Partial<Record<keyof Features, number>> = { season: 0.7 };

/**
 * An anomaly score in 0..1 for each point, from that point and those before it only. Each feature of a point is
 * measured against the tail of its own past; the most surprising one gives the score. Points that follow an alarm
 * are damped unless they are clearly worse: one trouble is one alarm, however long it lasts.
 */
export function scoreSeries(points: Point[]): number[] {
  const features = createFeatures(pointsPerDay(points));
  const tails = new Map<string, ReturnType<typeof createTail>>();
  const seen: number[] = [];
  let alarm = { index: Number.NEGATIVE_INFINITY, score: 0 };

  return points.map(({ value }, index) => {
    seen.push(value);
    let surprise = 0;
    for (const [name, feature] of Object.entries(features(seen))) {
      let tail = tails.get(name);
      if (tail === undefined) tails.set(name, (tail = createTail()));
      surprise = Math.max(surprise, tail.surprise(feature) * (WEIGHT[name as keyof Features] ?? 1));
      tail.add(feature);
    }
    const score = surprise / (surprise + HALF);
    const quiet = index - alarm.index < QUIET_SHARE * index;
    if (quiet && score <= alarm.score + WORSE_BY * (1 - alarm.score)) return score * QUIETED;
    if (score > ALARM) alarm = { index, score };
    return score;
  });
}
