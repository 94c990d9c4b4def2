import { setMaxListeners } from "node:events";

import type PQueue from "p-queue";

import type { Window } from "../contracts/table.ts";
import type { UpstreamError } from "../contracts/upstream-error.ts";
import { pullWindow } from "./pull-window.ts";
import { reasonOf } from "./reason.ts";
import { requestMeter } from "./request-meter.ts";
import type { TableRun } from "./table-run.ts";

export type TablePull = {
  run: TableRun;
  client: unknown;
  /** Places for slices, shared by the tables of the connection. */
  slices: PQueue;
  /** What is left of the connection's request budget. */
  requests_left: () => number;
  page_ms: number;
  give_up_after: number;
  now: () => Date;
  /** Of the connection; `stop_connection` aborts it. */
  signal: AbortSignal;
  stop_connection: (error: UpstreamError) => void;
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

  const left = [...run.plan.slices.entries()];
  const read_ms = { under_way: 0, ended: 0 };
  /** Half-read slices are read again by the next run, so none starts that the budget cannot finish beside the others. */
  const affordable = (window: Window) => {
    const asked = (run.meter.requests * (read_ms.under_way + lengthOf(window))) / read_ms.ended;
    return read_ms.under_way === 0 || pull.requests_left() >= asked;
  };
  const lane = async (most: number) => {
    for (let taken = 0; taken < most; taken += 1) {
      const next = left.shift();
      if (next === undefined) return;
      const [index, window] = next;
      if (!affordable(window)) return void left.unshift(next);
      read_ms.under_way += lengthOf(window);
      // The newest slices of every table come before the older ones of any.
      await pull.slices.add(() => requestMeter.run(run.meter, () => read(window)), { priority: -index });
      read_ms.under_way -= lengthOf(window);
      read_ms.ended += lengthOf(window);
    }
  };
  // The first one alone shows what a slice costs.
  await lane(1);
  const lanes = Array.from({ length: pull.slices.concurrency }, () => lane(Infinity));
  for (const outcome of await Promise.allSettled(lanes))
    if (outcome.status === "rejected") throw outcome.reason;

  await run.ledger.leave(
    both.aborted
      ? reasonOf(both.reason, run.feed.scope)
      : `not tried: ${pull.give_up_after} slices in a row failed`,
  );
  totals.slices_failed = run.plan.slices.length - totals.slices_done;
}

const lengthOf = ({ from, to }: Window) => to.getTime() - from.getTime();
