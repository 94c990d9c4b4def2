import type { Detector } from "../contracts/detector.ts";
import type { Params } from "../contracts/query.ts";
import { detect, type DetectContext, type Detection } from "../detect/run.ts";

type Input = Detector["inputs"][string];

/**
 * Judges what came for these traces (undefined: for any). A detector is first shown the rows it needs, of these traces alone
 * where its inputs can be narrowed, without those that only help to explain, and without asking what was fetched. Most of the
 * time that is the end of it; else it judges in full, so that its findings, and what it leaves unjudged, are those of a
 * patrol of the same moment.
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
  const seen = await detect({ ...context, lake, detectors: [firstLook(detector, trace_ids)] }, at);
  return seen.findings.length === 0 ? seen : detect({ ...context, detectors: [detector] }, at);
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
