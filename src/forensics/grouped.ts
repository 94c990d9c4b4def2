/** Things by what `nameOf` says of each, names and things in the order in which they come. */
export function grouped<T>(things: T[], nameOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const name = nameOf(thing);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [thing]);
    else known.push(thing);
  }
  return groups;
}
