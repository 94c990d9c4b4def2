/** What a graph of a window is made of, and how its parts are named. */
import { z } from "zod";

export const THING_KINDS = [
  "commit",
  "deployment",
  "issue",
  "trace",
  "message",
  "task_run",
  "finding",
] as const;
export type ThingKind = (typeof THING_KINDS)[number];

/** A row of the query `things_in_window`, or a finding in its shape. Texts are as sources wrote them. */
export const Thing = z.object({
  connection: z.string(),
  kind: z.enum(THING_KINDS),
  id: z.string(),
  /** When it began; of an issue its first event in the window. */
  happened_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
  place: z.string().nullable(),
  title: z.string().nullable(),
  state: z.string().nullable(),
  failed: z.boolean(),
  releases: z.array(z.string()),
  occurrences: z.number(),
  cost_usd: z.number().nullable(),
  url: z.string().nullable(),
});
export type Thing = z.infer<typeof Thing>;

/** The name of a thing in its graph; ids of two connections may coincide. */
export const nodeOf = ({ kind, connection, id }: Pick<Thing, "kind" | "connection" | "id">): string =>
  `${kind}:${connection}:${id}`;

/** Earlier first; at one moment by name, so that any two things have an order and no edge can go in a circle. */
export function inTime(one: Thing, other: Thing): number {
  return (
    Date.parse(one.happened_at) - Date.parse(other.happened_at) || (nodeOf(one) < nodeOf(other) ? -1 : 1)
  );
}

export const isChange = ({ kind }: Pick<Thing, "kind">): boolean =>
  kind === "commit" || kind === "deployment";
