/** What somebody on call would do every quarter of an hour: fetch what is new, judge it, tell people, propose what to do. */
import { SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { Yield } from "./job.ts";
import { patrol } from "./patrol.ts";
import { pull } from "./pull.ts";
import { sample } from "./sample.ts";

/**
 * Judges even when another process syncs at the moment: the ledger says what is not there yet. Sampling comes last, so
 * that its recall is measured against what this patrol named too, and nobody waits for it. Throws when broken off.
 */
export async function onCall(
  sentinel: Sentinel,
  metrics: Pick<Metrics, "synced" | "patrolled">,
  signal: AbortSignal,
): Promise<Yield> {
  const { log, now } = sentinel;
  let rows: number | undefined;
  try {
    const report = await pull(sentinel, { only: [], signal });
    metrics.synced(report);
    rows = report.connections.flatMap(({ tables }) => tables).reduce((sum, table) => sum + table.rows, 0);
  } catch (error) {
    if (!(error instanceof SentinelError) || error.code !== "busy") throw error;
    log.info(`not synced now: ${error.message}`);
  }
  signal.throwIfAborted();
  const at = now();
  const patrolled = await patrol(sentinel, at, [], { tell: true, propose: true });
  metrics.patrolled(patrolled);
  signal.throwIfAborted();
  await sample(sentinel, at);
  return { ...(rows !== undefined && { rows }), findings: patrolled.findings.length };
}
