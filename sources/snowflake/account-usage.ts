/** What the views of SNOWFLAKE.ACCOUNT_USAGE have in common. */
import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { Page, PullContext, Window } from "../../src/contracts/table.ts";
import { SentinelError } from "../../src/errors.ts";
import type { SnowflakeClient } from "./client.ts";
import type { Select } from "./statement.ts";

/**
 * Rows appear up to 45 minutes late (metering: 3 hours), and Snowflake has been later than it says: two days are
 * read again, so that a watermark never passes rows which were not there yet.
 */
export const LOOKBACK_MINUTES = 2 * 24 * 60;

/** The grant that opens all these views; shown by docs and `doctor`. */
export const SCOPE = "imported privileges on database SNOWFLAKE";

/** The pages of a SELECT; the ledger shows `view`. Says once which column is not of the type that `shape` knows. */
export function viewPages(
  client: SnowflakeClient,
  view: string,
  select: Select,
  shape: z.ZodObject,
  context: PullContext,
): AsyncGenerator<Page> {
  const api = `account_usage/${view}`;
  async function* pages(): AsyncGenerator<Page> {
    let empty = true;
    for await (const items of client.select(select, context.signal)) {
      empty = false;
      yield { items, api };
    }
    // The ledger wants to know what was asked, also where nothing was found.
    if (empty) yield { items: [], api };
  }
  return lenient.oddFieldsTold(pages(), shape, context.warn);
}

/** The two ends of a window as binds, once per condition of the statement. */
export function boundsOf(window: Window, times: number): string[] {
  const bounds = [window.from.toISOString(), window.to.toISOString()];
  return Array.from({ length: times }, () => bounds).flat();
}

/** A time as the driver, Snowsight and exports write it: `2026-08-22 09:00:00.000 -0700` is read as well. */
const isoTime = z.preprocess(
  (value) => (typeof value === "string" ? value.replace(/\s+(?=[+-]\d{2}:?\d{2}$)/, "") : value),
  lenient.aTime,
);
export const aTime = isoTime;
export const maybeTime = isoTime.nullable().catch(null);

/** Stands among the rows of a page for what could not be read beside them: they land, and the ledger has the gap. */
export class Unread {
  readonly failure: Error;

  constructor(failure: Error) {
    this.failure = failure;
  }
}

/** A row of a view as `shape` reads it; column names may come in either case. Throws when a key or time cannot be read. */
export function readRow<Shape extends z.ZodType>(shape: Shape, item: unknown): z.output<Shape> {
  if (item instanceof Unread) throw item.failure;
  const row = z.record(z.string(), z.unknown()).safeParse(item).data ?? {};
  const upper = Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toUpperCase(), value]));
  const read = shape.safeParse(upper);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new SentinelError("invalid", `${issue?.path.join(".")}: ${issue?.message ?? "cannot be read"}`);
}
