/**
 * The smart sampler: judges the traces of the last hours and keeps those worth a look. It is a filter for what the
 * narrator and people see; detectors read every trace.
 */
import { z } from "zod";

import { SampledOutput } from "../../detectors/strategies/drift.ts";
import { HOUR_MS } from "../contracts/moment.ts";
import { SentinelError } from "../errors.ts";
import { runQuery, type QueryContext } from "../queries/run.ts";
import type { State } from "../state/open.ts";
import { brokenOutputs, brokenTools, ToolForm } from "./broken-forms.ts";
import { judgeTraces, SAMPLING_REASONS, TraceSignals, type JudgedTrace } from "./judge-traces.ts";
import { measureRecall } from "./recall.ts";
import { share, type Sampling } from "./sampling.ts";
import type { SamplingSettings } from "./sampling-settings.ts";
import { storeSampling } from "./store-sampling.ts";

export type SamplingContext = QueryContext & {
  state: State;
  settings: SamplingSettings;
  /** Limits of prompt_drift, which says what form an output should have. */
  drift_limits: unknown;
};

/** More traces than this in the horizon are not judged in part. */
const MAX_ROWS = 1_000_000;

/** Throws `incomplete` when the span holds more traces than can be judged at once. */
export async function sampleTraces(context: SamplingContext, at: Date): Promise<Sampling[]> {
  const { settings, state } = context;
  const since = new Date(at.getTime() - settings.horizon_hours * HOUR_MS);
  const span = { since: since.toISOString(), until: at.toISOString(), baseline_days: settings.baseline_days };
  const ask = async <Row extends z.ZodType>(id: string, row: Row, params = {}) => {
    const answer = await runQuery(context, id, { ...span, ...params }, at, { max_rows: MAX_ROWS });
    if (answer.truncated) throw new SentinelError("incomplete", `${id} has more than ${MAX_ROWS} rows`);
    return { rows: z.array(row).parse(answer.rows), uncovered: answer.uncovered };
  };
  const signals = await ask("trace_signals", TraceSignals);
  const outputs = await ask("output_schema_sample", SampledOutput, { judged_sample: MAX_ROWS });
  const tools = await ask("tool_forms", ToolForm);
  const broken = new Set([...brokenOutputs(outputs.rows, context.drift_limits), ...brokenTools(tools.rows)]);
  const judged = judgeTraces(signals.rows, broken, settings);
  const recall = await measureRecall(state, judged, since);
  const samplings = [...new Set(judged.map(({ connection }) => connection))].map((connection): Sampling => {
    const own = judged.filter((trace) => trace.connection === connection);
    const { named, missed } = recall.get(connection) ?? { named: 0, missed: [] };
    const kept = own.filter((trace) => trace.kept).length;
    return {
      connection,
      at: span.until,
      since: span.since,
      traces: own.length,
      kept,
      dropped_share: share(own.length - kept, own.length),
      reasons: reasonsOf(own),
      named,
      recall: share(named - missed.length, named),
      missed,
      uncovered: signals.uncovered.filter((hole) => hole.connection === connection),
    };
  });
  await storeSampling(
    state,
    { samplings, kept: judged.filter(({ kept }) => kept), at },
    settings.remember_days,
  );
  return samplings;
}

const reasonsOf = (traces: JudgedTrace[]): Record<string, number> =>
  Object.fromEntries(
    SAMPLING_REASONS.map((reason) => [
      reason,
      traces.filter(({ reasons }) => reasons.includes(reason)).length,
    ]),
  );
