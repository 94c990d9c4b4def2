/** Upper ends of a histogram's buckets, seconds, with how many were not above. `labels` as in the text, without `le`. */
export function bucketsIn(text: string, name: string, labels: string): { le: number; count: number }[] {
  const line = new RegExp(`^${name}_bucket\\{le="([^"]+)"${labels && `,${labels}`}\\} (\\d+)$`, "gm");
  return [...text.matchAll(line)].map(([, le, count]) => ({
    le: le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le),
    count: Number(count),
  }));
}

/** A quantile of what came between two readings of the metrics, read off between its buckets; `none` without any. */
export function quantile(
  share: number,
  [before, after]: [string, string],
  name: string,
  labels = "",
): string {
  const earlier = new Map(bucketsIn(before, name, labels).map(({ le, count }) => [le, count]));
  const buckets = bucketsIn(after, name, labels).map(({ le, count }) => ({
    le,
    count: count - (earlier.get(le) ?? 0),
  }));
  const wanted = share * (buckets.at(-1)?.count ?? 0);
  let low = { le: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= wanted && bucket.count > low.count) {
      const part = (wanted - low.count) / (bucket.count - low.count);
      return `${Math.round((low.le + part * (bucket.le - low.le)) * 1_000)} ms`;
    }
    low = bucket;
  }
  return "none";
}
