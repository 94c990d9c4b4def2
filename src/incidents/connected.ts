/** Groups of things that hang together: each shares a value with at least one other of its group. */
export function connected<T>(things: T[], valuesOf: (thing: T) => string[]): T[][] {
  let groups: { values: Set<string>; things: T[] }[] = [];
  for (const thing of things) {
    const values = valuesOf(thing);
    const touched = groups.filter((group) => values.some((value) => group.values.has(value)));
    const joined = {
      values: new Set([...values, ...touched.flatMap((group) => [...group.values])]),
      things: [...touched.flatMap((group) => group.things), thing],
    };
    groups = [...groups.filter((group) => !touched.includes(group)), joined];
  }
  return groups.map((group) => group.things);
}
