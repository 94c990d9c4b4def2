/** What ends a statement before its own end: a deadline, whoever asked, or memory. */
import type { DuckDBConnection } from "@duckdb/node-api";

import { SentinelError } from "../../errors.ts";

export type Limits = {
  deadline_ms: number;
  /** Bytes by which the process may grow while the statement runs; no limit when not given. */
  growth_bytes?: number | undefined;
  signal?: AbortSignal | undefined;
};

const LOOK_MS = 20;
/** So long a stopped statement may go on before it is no longer waited for. */
const GRACE_MS = 2_000;

export type Stopper = {
  /** Why it was stopped; undefined when it was not. */
  reason: () => SentinelError | undefined;
  /** Rejects when the statement does not stop although told to: nothing interrupts a single call of a function. */
  given_up: Promise<never>;
  clear: () => void;
};

/** Interrupts what the connection runs once a limit is reached. */
export function stopAfter(
  connection: DuckDBConnection,
  { deadline_ms, growth_bytes, signal }: Limits,
): Stopper {
  let reason: SentinelError | undefined;
  let again: NodeJS.Timeout | undefined;
  let giving_up: NodeJS.Timeout | undefined;
  let give_up: ((why: SentinelError) => void) | undefined;
  const given_up = new Promise<never>((_resolve, reject) => {
    give_up = reject;
  });
  given_up.catch(() => undefined);
  const stop = (why: SentinelError) => {
    if (reason !== undefined) return;
    reason = why;
    connection.interrupt();
    // An interrupt between two steps of a statement is lost: the next step starts with a clean slate.
    again = setInterval(() => connection.interrupt(), LOOK_MS);
    giving_up = setTimeout(() => give_up?.(why), GRACE_MS);
  };
  const aborted = () => stop(cancelled(signal));
  const timer = setTimeout(() => stop(late(deadline_ms)), deadline_ms);
  // DuckDB's own limit does not count the texts that expressions make.
  const before = process.memoryUsage.rss();
  const watch = setInterval(() => {
    if (growth_bytes !== undefined && process.memoryUsage.rss() - before > growth_bytes)
      stop(grown(growth_bytes));
  }, LOOK_MS);
  signal?.addEventListener("abort", aborted, { once: true });
  return {
    reason: () => reason,
    given_up,
    clear() {
      clearTimeout(timer);
      clearInterval(watch);
      clearInterval(again);
      clearTimeout(giving_up);
      signal?.removeEventListener("abort", aborted);
    },
  };
}

export const cancelled = (signal: AbortSignal | undefined) =>
  new SentinelError("busy", "the statement was cancelled", { cause: signal?.reason });

const late = (deadline_ms: number) =>
  new SentinelError("busy", `the statement took longer than ${deadline_ms} ms`, {
    hint: "narrow the window, or raise sql.deadline_ms in settings.json",
  });

const grown = (bytes: number) =>
  new SentinelError("busy", `the statement needs more than ${Math.round(bytes / 1_000_000)} MB of memory`, {
    hint: "narrow the window or select fewer columns; sql.growth_mb in settings.json is the limit",
  });
