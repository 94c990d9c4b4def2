/** Sets of half-open intervals `[from, to)`, in epoch milliseconds. */
import type { Window } from "../contracts/table.ts";

export type Span = { from: number; to: number };

export const spanOf = (window: Window): Span => ({ from: window.from.getTime(), to: window.to.getTime() });
export const windowOf = (span: Span): Window => ({ from: new Date(span.from), to: new Date(span.to) });

/** The same moments as few spans as possible, oldest first. */
export function union(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans
    .filter(({ from, to }) => from < to)
    .toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** The moments of `spans` that are in none of `minus`, oldest first. */
export function subtract(spans: Span[], minus: Span[]): Span[] {
  return union(minus).reduce(
    (left, hole) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, hole.from) },
          { from: Math.max(from, hole.to), to },
        ].filter((part) => part.from < part.to),
      ),
    union(spans),
  );
}

/** Cuts spans at the multiples of `step_ms` since the epoch, oldest first. */
export function cut(spans: Span[], step_ms: number): Span[] {
  return union(spans).flatMap(({ from, to }) => {
    const parts: Span[] = [];
    for (let at = from; at < to;) {
      const next = Math.min(to, (Math.floor(at / step_ms) + 1) * step_ms);
      parts.push({ from: at, to: next });
      at = next;
    }
    return parts;
  });
}
