/** Calls over time: the count of an hour follows the rhythm closely, as it does for a product with many users. */
import type { Random } from "../random.ts";
import { HOUR } from "../times.ts";
import type { Rhythm } from "./rhythm.ts";

/**
 * Moments in [from, to). Arrivals are stratified: with a few calls an hour, fully random ones would make an
 * hour differ from the next far more than it does for the thousands of calls that a seed stands for.
 * `spread` is how much the hourly volume itself wavers (0.15 is 15 %).
 */
export function arrivals(
  random: Random,
  options: { from: number; to: number; per_hour: number; rhythm: Rhythm; spread?: number },
): number[] {
  const { from, to, per_hour, rhythm, spread = 0.15 } = options;
  const moments: number[] = [];
  let owed = random.float();
  for (let hour = from; hour < to; hour += HOUR) {
    const share = Math.min(1, (to - hour) / HOUR);
    owed += Math.max(0, random.normal(1, spread)) * per_hour * rhythm(hour) * share;
    const count = Math.floor(owed);
    owed -= count;
    for (let n = 0; n < count; n += 1) {
      moments.push(Math.floor(hour + ((n + random.float()) / count) * HOUR * share));
    }
  }
  return moments;
}
