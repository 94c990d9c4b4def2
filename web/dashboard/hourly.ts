/** Sums of a column per hour, in order, as `[milliseconds, sum]`. */
export function hourly(rows: Record<string, unknown>[], hour: string, column: string): [number, number][] {
  const sums = new Map<number, number>();
  for (const row of rows) {
    const at = Date.parse(String(row[hour]));
    const amount = Number(row[column] ?? 0);
    if (!Number.isNaN(at) && !Number.isNaN(amount)) sums.set(at, (sums.get(at) ?? 0) + amount);
  }
  return [...sums].toSorted(([one], [other]) => one - other);
}
