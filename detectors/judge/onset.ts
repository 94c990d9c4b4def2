/**
 * The index at which a condition set in: after the point where hits so far lag most behind a pace of `share` of all.
 * Values are in their order. Undefined when hits never run above that pace.
 */
export function onsetIndex(hits: boolean[], share: number): number | undefined {
  let total = 0;
  let lowest = { total: 0, index: 0 };
  hits.forEach((hit, index) => {
    total += (hit ? 1 : 0) - share;
    if (total <= lowest.total) lowest = { total, index: index + 1 };
  });
  const first = hits.findIndex((hit, index) => hit && index >= lowest.index);
  return first < 0 ? undefined : first;
}
