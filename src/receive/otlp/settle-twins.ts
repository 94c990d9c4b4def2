import type { Lake } from "../../lake/lake.ts";
import { pushed } from "./apply-queue.ts";
import { SPANS } from "./names.ts";

/** Rows of one question; more are settled by the next. */
const ROWS = 5_000;

/**
 * Spans that Langfuse has as well, because its SDK sends to both: the two have the same ids. They stay in otel_spans and are
 * counted as observations of Langfuse, which may know more of them, such as its own prices. Call after a sync, before anything is
 * judged. Only the time that both tables hold is read.
 */
export async function settleTwins(lake: Pick<Lake, "ask" | "ingest">, now: Date): Promise<number> {
  let settled = 0;
  for (;;) {
    const { rows, columns } = await lake.ask(TWINS, {}, { max_rows: ROWS });
    if (rows.length === 0) return settled;
    const names = columns.map(({ name }) => name);
    const twins = rows.map((row) => ({
      ...Object.fromEntries(names.map((name) => [name, row[name]])),
      in_langfuse: true,
    }));
    await lake.ingest(pushed({ [SPANS]: twins }, now));
    settled += rows.length;
  }
}

const TWINS = `
    select s.* exclude (connection, synced_at)
    from otel_spans s
    semi join langfuse_observations l
        on l.connection = s.connection and l.observation_id = s.span_id and l.trace_id = s.trace_id
    where not s.in_langfuse
        and s.started_at >= (select min(started_at) from langfuse_observations) - interval 1 minute
        and s.started_at <= (select max(started_at) from langfuse_observations) + interval 1 minute
    limit ${ROWS}`;
