type Part<T> = { place: number; things: T[]; joined: Part<T> | undefined };

/** Groups of things that hang together: each shares a value with at least one other of its group. */
export function connected<T>(things: T[], valuesOf: (thing: T) => string[]): T[][] {
  const parts = new Set<Part<T>>();
  const by_value = new Map<string, Part<T>>();
  for (const [place, thing] of things.entries()) {
    const values = valuesOf(thing);
    const found = values.flatMap((value) => by_value.get(value) ?? []).map(wholeOf);
    const touched = [...new Set(found)].toSorted((one, other) => one.place - other.place);
    const whole: Part<T> = { place, things: joinedThings(touched, thing), joined: undefined };
    for (const part of touched) {
      part.joined = whole;
      parts.delete(part);
    }
    parts.add(whole);
    for (const value of values) by_value.set(value, whole);
  }
  return [...parts].map((part) => part.things);
}

function wholeOf<T>(part: Part<T>): Part<T> {
  let whole = part;
  while (whole.joined !== undefined) whole = whole.joined;
  // What was passed on the way points there at once the next time.
  if (whole !== part) part.joined = whole;
  return whole;
}

/** The list of the only part is taken on: most things join one. */
function joinedThings<T>(touched: Part<T>[], thing: T): T[] {
  const [only, ...others] = touched;
  const things =
    only !== undefined && others.length === 0 ? only.things : touched.flatMap((part) => part.things);
  things.push(thing);
  return things;
}
