import { z } from "zod";

import { promptDrift } from "../../detectors/prompt_drift.ts";
import { SampledOutput, type Feature } from "../../detectors/strategies/drift.ts";
import { featuresOf } from "../../detectors/strategies/features.ts";
import { HOUR_MS } from "../contracts/moment.ts";
import { runQuery, type QueryContext } from "../queries/run.ts";
import type { FormDrift, FormLimits } from "./record-versions.ts";

export type FormContext = QueryContext & {
  /** Limits of prompt_drift as the settings have them. */
  drift_limits: unknown;
};

export type Forms = {
  features: Feature[];
  limits: FormLimits & { json_share: number; horizon_hours: number; baseline_days: number };
};

/** The newest outputs of every feature (or one) and the usual ones, as the detector reads them. */
export async function sampleFeatures(context: FormContext, at: Date, feature?: string): Promise<Forms> {
  const limits = promptDrift.limits.parse(context.drift_limits ?? {});
  const span = {
    since: new Date(at.getTime() - limits.horizon_hours * HOUR_MS).toISOString(),
    until: at.toISOString(),
    baseline_days: limits.baseline_days,
    ...(feature !== undefined && { feature }),
  };
  const { rows } = await runQuery(context, "output_schema_sample", span, at, { max_rows: 1_000_000 });
  return { features: featuresOf(z.array(SampledOutput).parse(rows), limits), limits };
}

type DriftFinding = {
  connection: string;
  window: { from: string };
  subject: { features?: string[] | undefined };
};

/** The changes of form among findings of prompt_drift; a fallen score names no feature. */
export function formDrifts(findings: DriftFinding[]): FormDrift[] {
  return findings.flatMap(({ connection, window, subject }) =>
    (subject.features ?? []).map((feature) => ({ connection, feature, onset: window.from })),
  );
}
