/** One SELECT, its rows in pages, under a deadline that holds whatever the driver does. */
import type { Connection, RowStatement } from "snowflake-sdk";

import { timeoutSignal } from "../../src/contracts/timeout-signal.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { within } from "./driver.ts";

export type Select = { sql: string; binds: string[] };
export type SnowflakeRow = Record<string, unknown>;

export type StatementLimits = {
  /** Until the first row is there, and then between any two. */
  patience_ms: number;
  rows_per_page: number;
};

/**
 * Yields the rows, as many a page as the limits say: keys in upper case, numbers as exact text, times as ISO text.
 * Throws the driver's error, the signal's reason, or UpstreamError `unavailable` when the deadline passes.
 */
export async function* selectPages(
  connection: Connection,
  select: Select,
  limits: StatementLimits,
  signal: AbortSignal,
): AsyncGenerator<SnowflakeRow[]> {
  const own = new AbortController();
  const late = () =>
    new UpstreamError("unavailable", `Snowflake gave no row within ${limits.patience_ms} ms`);
  const timer = setTimeout(() => own.abort(late()), limits.patience_ms);
  const end = AbortSignal.any([signal, own.signal]);
  try {
    const statement = await started(connection, select, limits, end);
    const rows = statement.streamRows();
    // Whoever reads hears of it from the iterator; nobody may be reading just then.
    rows.on("error", () => undefined);
    const stop = () => rows.destroy(reasonOf(end));
    end.addEventListener("abort", stop, { once: true });
    // The driver asks for the next chunk from within the read that needs it.
    const iterator = rows[Symbol.asyncIterator]();
    let page: SnowflakeRow[] = [];
    let received = 0;
    for (;;) {
      const next: IteratorResult<Record<string, unknown>> = await within(end, () => iterator.next());
      if (next.done === true) break;
      timer.refresh();
      received += 1;
      page.push(plain(next.value));
      if (page.length < limits.rows_per_page) continue;
      yield page;
      // What the reader did with the page is not the vendor's time.
      timer.refresh();
      page = [];
    }
    if (page.length > 0) yield page;
    const expected = statement.getNumRows();
    // The driver takes a chunk that has lost its end for a shorter one.
    if (received < expected) throw new Error(`Snowflake gave ${received} of ${expected} rows`);
  } catch (error) {
    throw end.aborted ? reasonOf(end) : error;
  } finally {
    clearTimeout(timer);
    // Ends what the driver may still be doing when the reader has left early.
    own.abort(new Error("the statement is over"));
  }
}

function started(
  connection: Connection,
  select: Select,
  limits: StatementLimits,
  end: AbortSignal,
): Promise<RowStatement> {
  return new Promise((resolve, reject) => {
    const statement = within(end, () =>
      connection.execute({
        sqlText: select.sql,
        binds: select.binds,
        streamResult: true,
        parameters: {
          TIMEZONE: "UTC",
          TIMESTAMP_INPUT_FORMAT: "AUTO",
          // Snowflake ends it before we do, and says so: then half the window is asked for.
          STATEMENT_TIMEOUT_IN_SECONDS: Math.max(1, Math.floor((limits.patience_ms * 0.9) / 1000)),
          QUERY_TAG: "sentinel",
        },
        complete: (error, done) => {
          end.removeEventListener("abort", stop);
          if (error) reject(error);
          else resolve(done);
        },
      }),
    );
    function stop(): void {
      reject(reasonOf(end));
      // Otherwise it would go on running, and costing, in the warehouse.
      within(timeoutSignal(1_000), () => statement.cancel(() => undefined));
    }
    end.addEventListener("abort", stop, { once: true });
  });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
}

/** The driver's dates print themselves without a zone; everything else is plain already. */
function plain(row: SnowflakeRow): SnowflakeRow {
  for (const [name, value] of Object.entries(row)) if (value instanceof Date) row[name] = value.toISOString();
  return row;
}
