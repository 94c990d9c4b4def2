import type { ModelItem } from "./vendor.ts";

/** `count` rows spread evenly over the hours before `now`, every third with two tags. */
export function spreadItems(count: number, hours: number, now: Date): ModelItem[] {
  const step = (hours * 3_600_000) / (count + 1);
  return Array.from({ length: count }, (_, index) => ({
    id: `row-${String(index).padStart(5, "0")}`,
    at: new Date(now.getTime() - Math.floor(step * (index + 1))).toISOString(),
    amount: index,
    tags: index % 3 === 0 ? ["odd", `t${index % 7}`] : [],
  }));
}
