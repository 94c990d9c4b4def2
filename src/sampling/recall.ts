/** How many of the traces that detectors named the sampler had kept. */
import { readFinding } from "../incidents/kept-finding.ts";
import type { State } from "../state/open.ts";
import { traceKey, type JudgedTrace } from "./judge-traces.ts";

export type MissedTrace = {
  trace_id: string;
  /** The finding that names it, as a person calls it. */
  detector: string;
  fingerprint: string;
  incident_id: string;
};

export type Recall = { named: number; missed: MissedTrace[] };

/**
 * Per connection: the judged traces that a finding of the incident store names, and those of them that were dropped.
 * A named trace outside of the judged span is neither.
 */
export async function measureRecall(
  state: State,
  judged: JudgedTrace[],
  since: Date,
): Promise<Map<string, Recall>> {
  const byKey = new Map(judged.map((trace) => [traceKey(trace), trace]));
  const rows = await state.db
    .selectFrom("findings")
    .selectAll()
    .where("last_at", ">=", since.toISOString())
    .execute();
  const named = new Map<string, MissedTrace & { connection: string; kept: boolean }>();
  for (const { connection, detector, fingerprint, incident_id, subject } of rows.map(readFinding)) {
    for (const trace_id of subject.trace_ids) {
      const key = traceKey({ connection, trace_id });
      const trace = byKey.get(key);
      if (trace === undefined) continue;
      named.set(key, {
        connection,
        trace_id,
        detector,
        fingerprint,
        incident_id: incident_id ?? "",
        kept: trace.kept,
      });
    }
  }
  const recall = new Map<string, Recall>();
  for (const { connection, kept, ...trace } of named.values()) {
    const own = recall.get(connection) ?? { named: 0, missed: [] };
    recall.set(connection, {
      named: own.named + 1,
      missed: kept ? own.missed : [...own.missed, trace],
    });
  }
  return recall;
}
