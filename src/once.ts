/** The same value for every call; `called` tells whether there is one to close. */
export function once<T>(make: () => T): (() => T) & { called: () => boolean } {
  let made: { value: T } | undefined;
  return Object.assign(() => (made ??= { value: make() }).value, { called: () => made !== undefined });
}
