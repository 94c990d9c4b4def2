import { nextHour, type Series } from "./hours.ts";

/** Hours after going live for which a merge answers. */
export const ANSWERS_FOR = 24;

export type Share = {
  /** Hours of the 24 that could be measured. */
  hours: number;
  /** The merge's part of what was spent beyond the expected, US dollars, and of the runs that failed beyond it. */
  cost_usd: number;
  errors: number;
};

/**
 * Gives each hour's excess in equal parts to the merges that went live in the 24 hours before it: which of them it was,
 * time cannot tell. The parts of an hour add up to its excess, so merges together never answer for more than there was.
 */
export function shareExcess(
  merges: { live_at: string }[],
  excess: { cost_usd: Series; errors: Series },
): Share[] {
  const answering = new Map<number, number>();
  const spans = merges.map(({ live_at }) => {
    const first = nextHour(live_at);
    return Array.from({ length: ANSWERS_FOR }, (_, index) => first + index);
  });
  for (const hour of spans.flat()) answering.set(hour, (answering.get(hour) ?? 0) + 1);
  return spans.map((hours) => {
    const share = { hours: 0, cost_usd: 0, errors: 0 };
    for (const hour of hours) {
      const [cost, errors] = [excess.cost_usd(hour), excess.errors(hour)];
      const parts = answering.get(hour) ?? 1;
      if (cost === undefined || errors === undefined) continue;
      share.hours += 1;
      share.cost_usd += cost / parts;
      share.errors += errors / parts;
    }
    return share;
  });
}
