/** Spend and failed runs of a repository as two series over clock hours; hours are counted from 1970. */
import { z } from "zod";

import { HOUR_MS } from "../contracts/moment.ts";

/** A row of the query repo_activity_by_hour. */
export const ActivityHour = z.object({
  connection: z.string(),
  repo: z.string(),
  hour: z.string(),
  cost_usd: z.number(),
  errors: z.number(),
});
export type ActivityHour = z.infer<typeof ActivityHour>;

/** A value per hour; undefined where nothing was fetched, 0 where nothing happened. */
export type Series = (hour: number) => number | undefined;

const hourOf = (moment: string): number => Math.floor(Date.parse(moment) / HOUR_MS);

/** The first whole hour that begins at or after a moment. */
export const nextHour = (moment: string): number => Math.ceil(Date.parse(moment) / HOUR_MS);

export function seriesOf(
  rows: ActivityHour[],
  measure: "cost_usd" | "errors",
  isKnown: (hour: number) => boolean,
): Series {
  const values = new Map(rows.map((row) => [hourOf(row.hour), row[measure]]));
  return (hour) => (isKnown(hour) ? (values.get(hour) ?? 0) : undefined);
}

/**
 * Whether an hour was fetched whole. Before its first spend or failure a product did not run, or was not traced: that it
 * then costs something is no merge's doing. Without any row no agent is tied to the repository, and nothing is known.
 */
export function knownHours(
  rows: ActivityHour[],
  span: { from: Date; to: Date },
  holes: { from: string; to: string }[],
): (hour: number) => boolean {
  const unknown = new Set(
    holes.flatMap(({ from, to }) => {
      const [start, stop] = [hourOf(from), nextHour(to)];
      return Array.from({ length: Math.max(0, stop - start) }, (_, index) => start + index);
    }),
  );
  const began = rows.reduce((first, { hour }) => Math.min(first, hourOf(hour)), Number.POSITIVE_INFINITY);
  const first = Math.max(began, nextHour(span.from.toISOString()));
  const end = hourOf(span.to.toISOString());
  return (hour) => hour >= first && hour < end && !unknown.has(hour);
}
