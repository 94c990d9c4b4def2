/** The rows by what they have in common, in the order in which each group first appears. */
export function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** Different values, without the missing ones, in their order. */
export function distinct<Value>(values: readonly (Value | null | undefined)[]): Value[] {
  return [...new Set(values)].filter((value) => value !== null && value !== undefined);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
