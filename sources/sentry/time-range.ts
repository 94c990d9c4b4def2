import type { Window } from "../../src/contracts/table.ts";

/**
 * A window as Sentry's `start` and `end`, widened to whole seconds: its event store drops the fraction of an
 * event's time, so that a start within a second would miss events of that second.
 */
export function wholeSeconds({ from, to }: Window): { start: string; end: string } {
  const start = new Date(Math.floor(from.getTime() / 1000) * 1000);
  const end = new Date(Math.ceil(to.getTime() / 1000) * 1000);
  return { start: start.toISOString(), end: end.toISOString() };
}
