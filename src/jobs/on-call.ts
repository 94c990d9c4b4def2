/** What somebody on call would do every quarter of an hour: fetch what is new, judge it, propose what to do. */
import { SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { patrol } from "./patrol.ts";
import { pull } from "./pull.ts";

/** Judges even when another process syncs at the moment: the ledger says what is not there yet. */
export async function onCall(sentinel: Sentinel, metrics: Metrics, signal: AbortSignal): Promise<void> {
  try {
    metrics.synced(await pull(sentinel, { only: [], signal }));
  } catch (error) {
    if (!(error instanceof SentinelError) || error.code !== "busy") throw error;
    sentinel.log.info(`not synced now: ${error.message}`);
  }
  if (signal.aborted) return;
  metrics.patrolled(await patrol(sentinel, sentinel.now(), [], { propose: true }));
}
