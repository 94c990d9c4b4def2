import { setMaxListeners } from "node:events";

import type PQueue from "p-queue";

import type { Window } from "../contracts/table.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { messageOf } from "../errors.ts";
import { pullWindow } from "./pull-window.ts";
import { oneLine, type Redact } from "./redact.ts";
import { requestMeter } from "./request-meter.ts";
import type { TableRun } from "./table-run.ts";

export type TablePull = {
  run: TableRun;
  client: unknown;
  /** Places for slices, shared by the tables of the connection. */
  slices: PQueue;
  page_ms: number;
  give_up_after: number;
  now: () => Date;
  /** Of the connection; `stop_connection` aborts it. */
  signal: AbortSignal;
  stop_connection: (error: UpstreamError) => void;
  redact: Redact;
  warn: (message: string) => void;
  /** Called when something has changed that a terminal shows. */
  on_change: () => void;
};

/**
 * Reads every planned slice of a table, newest first and side by side. What is not read in the end stands in the
 * ledger with the reason. Rejects only when the lake does.
 */
export async function pullTable(pull: TablePull): Promise<void> {
  const { run, signal } = pull;
  const { totals } = run.ledger;
  const own = new AbortController();
  const stop = (scope: "table" | "connection", error: UpstreamError) => {
    own.abort(error);
    if (scope === "connection") pull.stop_connection(error);
  };
  const both = AbortSignal.any([signal, own.signal]);
  setMaxListeners(0, both);
  let failed_in_a_row = 0;

  const read = async (window: Window) => {
    if (both.aborted || failed_in_a_row >= pull.give_up_after) return;
    const outcome = await pullWindow(
      { ...pull, ...run, signal: both, stop, on_page: pull.on_change },
      window,
    );
    if (outcome === "whole") totals.slices_done += 1;
    else totals.slices_failed += 1;
    failed_in_a_row = outcome === "failed" ? failed_in_a_row + 1 : 0;
    pull.on_change();
  };

  const work = run.plan.slices.map((window, index) =>
    // The newest slices of every table come before the older ones of any.
    pull.slices.add(() => requestMeter.run(run.meter, () => read(window)), { priority: -index }),
  );
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;

  await run.ledger.leave(
    both.aborted ? reasonOf(pull, both.reason) : `not tried: ${pull.give_up_after} slices in a row failed`,
  );
  totals.slices_failed = run.plan.slices.length - totals.slices_done;
}

function reasonOf({ run, redact }: TablePull, reason: unknown): string {
  const denied = reason instanceof UpstreamError && reason.kind === "denied";
  const scope = denied ? ` (it needs ${run.feed.scope})` : "";
  return oneLine(redact(messageOf(reason)), 500) + scope;
}
