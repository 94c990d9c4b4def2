import type { Detector } from "../contracts/detector.ts";
import { minuteOf } from "../contracts/moment.ts";
import type { Params } from "../contracts/query.ts";
import { detect, type DetectContext, type Detection } from "../detect/run.ts";
import { runQuery } from "../queries/run.ts";

type Input = Detector["inputs"][string];

/**
 * Judges what came for these traces (undefined: for any). A detector is first shown the rows it needs, of these traces alone
 * where its inputs can be narrowed, without those that only help to explain, and without asking what was fetched. Where a
 * cheaper query says that none of them can matter it is shown nothing. Most of the time that is the end of it; else it judges
 * in full, so that its findings, and what it leaves unjudged, are those of a patrol of the same moment.
 */
export async function judgeNew(
  context: DetectContext,
  detector: Detector,
  { connection, trace_ids }: { connection: string; trace_ids: string[] | undefined },
  at: Date,
): Promise<Detection> {
  const lake: DetectContext["lake"] = {
    ask: context.lake.ask,
    uncovered: () => Promise.resolve([]),
    connections: () => Promise.resolve([connection]),
  };
  const kept = trace_ids && (await candidatesOf({ ...context, lake }, detector, trace_ids, at));
  if (kept?.length === 0) {
    return { at: minuteOf(at.toISOString()), findings: [], judged: [detector.id], not_judged: [] };
  }
  const seen = await detect({ ...context, lake, detectors: [firstLook(detector, kept)] }, at);
  return seen.findings.length === 0 ? seen : detect({ ...context, detectors: [detector] }, at);
}

/** Those of the traces that the detector can find anything in. What is wrong, as limits may be, is left to the judgement to say. */
async function candidatesOf(
  context: DetectContext,
  detector: Detector,
  trace_ids: string[],
  at: Date,
): Promise<string[]> {
  const limits = detector.limits.safeParse(context.limits[detector.id] ?? {});
  if (!limits.success || !isNarrowed(detector)) return trace_ids;
  const moment = minuteOf(at.toISOString());
  const kept = new Set<string>();
  for (const { candidates, narrow, optional, params } of Object.values<Input>(detector.inputs)) {
    if (optional === true || narrow === undefined) continue;
    if (candidates === undefined) return trace_ids;
    const asked = { ...params(moment, limits.data), ...narrow(trace_ids) };
    const answer = await runQuery(context, candidates, asked, new Date(moment)).catch(() => undefined);
    if (answer === undefined || answer.truncated) return trace_ids;
    for (const { trace_id } of answer.rows) kept.add(String(trace_id));
  }
  return [...kept];
}

/** The detector over the rows of a first look: the same judgement, asked of less. */
function firstLook(detector: Detector, trace_ids: string[] | undefined): Detector {
  const inputs = Object.entries<Input>(detector.inputs);
  const missing = Object.fromEntries(
    inputs.filter(([, { optional }]) => optional === true).map(([name]) => [name, []]),
  );
  const needed = inputs
    .filter(([name]) => !(name in missing))
    .map(([name, { narrow, ...input }]) => {
      if (narrow === undefined || trace_ids === undefined) return [name, input] as const;
      const params = (at: string, limits: unknown): Params => ({
        ...input.params(at, limits),
        ...narrow(trace_ids),
      });
      return [name, { ...input, params }] as const;
    });
  const { unjudged: _, ...rest } = detector;
  return {
    ...rest,
    inputs: Object.fromEntries(needed),
    judge: (rows, limits, at) => detector.judge({ ...missing, ...rows }, limits, at),
  };
}

/** Whether a first look costs as much as what came, and not as much as the whole window. */
export const isNarrowed = (detector: Detector): boolean =>
  Object.values<Input>(detector.inputs).every(
    ({ narrow, optional }) => narrow !== undefined || optional === true,
  );
