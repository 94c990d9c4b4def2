/** Interval arithmetic on half-open windows. */
import type { Window } from "../../contracts/table.ts";

/** The parts of `window` that none of `covers` reaches, oldest first. */
export function holes(window: Window, covers: Window[]): Window[] {
  const left: Window[] = [];
  let from = window.from.getTime();
  const to = window.to.getTime();
  for (const cover of covers.toSorted((one, other) => one.from.getTime() - other.from.getTime())) {
    const start = cover.from.getTime();
    const end = cover.to.getTime();
    if (end <= from || start >= end) continue;
    if (start >= to) break;
    if (start > from) left.push({ from: new Date(from), to: new Date(start) });
    from = end;
  }
  if (from < to) left.push({ from: new Date(from), to: new Date(to) });
  return left;
}
