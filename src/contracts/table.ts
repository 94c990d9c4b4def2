/** What a source table is: its grain, its row, how upstream JSON becomes rows and how it is pulled. */
import type { z } from "zod";

/** Half-open interval `[from, to)`. */
export type Window = { from: Date; to: Date };

/** One vendor answer. The engine maps `items` through every table fed by the feed and commits the page. */
export type Page = {
  /** The vendor's own JSON objects, unparsed. */
  items: unknown[];
  /** Where the items sit when their JSON does not say (repo of a commit, channel of a message). */
  parent?: string;
  /** Which API served the page, as the coverage ledger shows it: `v2/observations`, `v1/observations`. */
  api: string;
  /** The vendor's cursor for the page after this one; the engine stops the slice when one repeats. */
  cursor?: string | undefined;
};

export type MapContext = {
  /** See `Page.parent`; for imports the item's `_in`, else the seed's `in`. */
  parent: string | undefined;
};

export type PullContext = {
  /** Aborted on Ctrl-C, on a spent budget and when a sibling slice failed for good. */
  signal: AbortSignal;
  /** Says something odd that did not stop the pull (a field of the wrong type, a skipped item). */
  warn: (message: string) => void;
};

/**
 * How the vendor lets a table be read.
 * - `window`: takes from and to; slices are fetched in parallel, newest first.
 * - `since`: takes a lower bound only, or none with the newest first; one slice, never split.
 * - `snapshot`: always the whole list.
 */
export type Slicing = { kind: "window"; hours: number } | { kind: "since" } | { kind: "snapshot" };

export type Feed<Client> = {
  slicing: Slicing;
  /** Upstream endpoint and the scope its credential needs; shown by docs and `doctor`. */
  endpoint: string;
  scope: string;
  /** Yields every item whose `time` lies in the window, plus possibly others; order does not matter. */
  pull: (client: Client, window: Window, context: PullContext) => AsyncIterable<Page>;
};

export type Table<Client = never, Shape extends z.ZodRawShape = z.ZodRawShape> = {
  /** `<system>_<plural>`; also the file's name after the system. */
  name: string;
  grain: string;
  /** Key columns without `connection`, which the lake adds to every key. */
  key: (keyof Shape & string)[];
  /** The column by which the table is sliced, merged, covered and retained. */
  time: keyof Shape & string;
  /** True when upstream may move `time` of a known row (last_seen, updated_at): the merge then looks everywhere. */
  time_moves: boolean;
  /** Minutes before the watermark that every sync reads again, for rows that arrive late or change. */
  lookback_minutes: number;
  row: z.ZodObject<Shape>;
  /** One upstream item to its rows. Throws only when the key or the time cannot be read; odd optional fields become null. */
  map: (item: unknown, context: MapContext) => z.infer<z.ZodObject<Shape>>[];
} & (
  | { feed: Feed<Client>; from?: never; pushed?: never }
  /** Filled from the items of another table's feed, in the same transaction. */
  | { from: string; feed?: never; pushed?: never }
  /** Sent to us, at an endpoint of ours; covered with the table named, which is written in the same transaction. */
  | { pushed: { endpoint: string; with: string }; feed?: never; from?: never }
);

export function defineTable<Client, Shape extends z.ZodRawShape>(
  table: Table<Client, Shape>,
): Table<Client, Shape> {
  return table;
}

// A list of tables of many clients: a source hands its own client to its own tables only.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyTable = Table<any, any>;
