/** The text of failed statements, for runs that do not carry it. */
import { z } from "zod";

import * as lenient from "../../src/contracts/lenient.ts";
import type { PullContext } from "../../src/contracts/table.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { messageOf, SentinelError } from "../../src/errors.ts";
import { aTime, readRow, Unread } from "./account-usage.ts";
import type { SnowflakeClient } from "./client.ts";
import type { Select } from "./statement.ts";

/** A failed run whose statement started and whose text is missing. */
const Textless = z.looseObject({
  STATE: z.string().startsWith("FAILED"),
  QUERY_ID: z.string().min(1),
  QUERY_TEXT: z.null(),
  QUERY_START_TIME: aTime,
});
const Statement = z.object({ QUERY_ID: z.string(), QUERY_TEXT: lenient.maybeText });
const DAY_MS = 86_400_000;

/**
 * Fills QUERY_TEXT from SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY: one more SELECT, and only when a failed run lacks the
 * text; a join would read the largest of the views every time. A role that may not read it gets a warning; any other
 * failure is one more item, which cannot be read.
 */
export async function withStatementTexts(
  client: SnowflakeClient,
  items: unknown[],
  context: PullContext,
): Promise<unknown[]> {
  const textless = items.flatMap((item) => Textless.safeParse(item).data ?? []);
  if (textless.length === 0) return items;
  const texts = new Map<string, string | null>();
  const unread: Unread[] = [];
  try {
    for await (const rows of client.select(textsOf(textless), context.signal)) {
      for (const row of rows.map((one) => readRow(Statement, one))) texts.set(row.QUERY_ID, row.QUERY_TEXT);
    }
  } catch (error) {
    context.signal.throwIfAborted();
    const said = `the text of failed statements could not be read: ${messageOf(error)}`;
    if (error instanceof UpstreamError && error.kind === "denied") context.warn(said);
    else unread.push(new Unread(new SentinelError("upstream", said, { cause: error })));
  }
  const completed = items.map((item) => {
    const { data: run } = Textless.safeParse(item);
    return run === undefined ? item : { ...run, QUERY_TEXT: texts.get(run.QUERY_ID) ?? null };
  });
  return [...completed, ...unread];
}

function textsOf(runs: z.output<typeof Textless>[]): Select {
  const ids = [...new Set(runs.map((run) => run.QUERY_ID))];
  const starts = runs.map((run) => Date.parse(run.QUERY_START_TIME));
  // Without bounds on its time, the view is read from its first day.
  const bounds = [Math.min(...starts) - DAY_MS, Math.max(...starts) + DAY_MS].map((ms) =>
    new Date(ms).toISOString(),
  );
  const sql = `
select query_id, query_text
from snowflake.account_usage.query_history
where start_time >= cast(? as timestamp_ltz)
    and start_time < cast(? as timestamp_ltz)
    and query_id in (${ids.map(() => "?").join(", ")})
order by query_id
`;
  return { sql, binds: [...bounds, ...ids] };
}
