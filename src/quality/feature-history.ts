/** One feature over time: its forms, the share of outputs that fail the form in force, and its scores. */
import { z } from "zod";

import { SampledOutput } from "../../detectors/strategies/drift.ts";
import { SentinelError } from "../errors.ts";
import { runQuery, type QueryContext } from "../queries/run.ts";
import type { State } from "../state/open.ts";
import { listVersions } from "./list-versions.ts";
import { losesForm } from "./loses-form.ts";
import { isInForce, type SchemaVersion } from "./schema-version.ts";

export type FeatureHistory = {
  connection: string;
  feature: string;
  versions: SchemaVersion[];
  /** Days counted back from the moment asked for. `failing` is null where no form is known or there was no output. */
  days: { from: string; outputs: number; failing: number | null; failing_share: number | null }[];
  scores: { score: string; from: string; scores: number; mean: number; lowest: number }[];
};

const DAY_MS = 86_400_000;
/** Newest outputs of a day that are held against the form. */
const OUTPUTS_A_DAY = 400;
const BEFORE_ANY_ACCEPTANCE = "1970-01-01T00:00:00.000Z";

const ScoreDay = z.object({
  connection: z.string(),
  score: z.string(),
  from_at: z.string(),
  scores: z.number(),
  mean: z.number(),
  lowest: z.number(),
});

/** Per connection that has the feature. Throws `not_found` when none has outputs or a form of it. */
export async function featureHistory(
  context: QueryContext & { state: State },
  { feature, connection, days }: { feature: string; connection?: string | undefined; days: number },
  at: Date,
): Promise<FeatureHistory[]> {
  const versions = await listVersions(context.state.db, { feature, connection });
  const spans = Array.from({ length: days }, (_, back) => ({
    since: new Date(at.getTime() - (days - back) * DAY_MS).toISOString(),
    until: new Date(at.getTime() - (days - back - 1) * DAY_MS).toISOString(),
  }));
  const sampled = new Map<string, SampledOutput[]>();
  for (const span of spans) {
    const params = { ...span, feature, baseline_days: 0, judged_sample: OUTPUTS_A_DAY };
    const { rows } = await runQuery(
      context,
      "output_schema_sample",
      { ...params, accepted_until: BEFORE_ANY_ACCEPTANCE },
      at,
    );
    sampled.set(span.since, z.array(SampledOutput).parse(rows));
  }
  const [first] = spans;
  const scoreSpan = { since: first?.since ?? at.toISOString(), until: at.toISOString(), feature };
  const answer = await runQuery(context, "feature_scores", scoreSpan, at);
  const scores = z.array(ScoreDay).parse(answer.rows);
  const names = [...versions, ...[...sampled.values()].flat()].map((one) => one.connection);
  const connections = [...new Set(names)]
    .filter((name) => connection === undefined || name === connection)
    .toSorted();
  if (connections.length === 0) {
    throw new SentinelError("not_found", `nothing is known of a feature ${feature}`, {
      hint: "`sentinel drift scan` lists the features of the last 24 hours",
    });
  }
  return connections.map((name) => {
    const own = versions.filter((version) => version.connection === name);
    return {
      connection: name,
      feature,
      versions: own,
      days: spans.map(({ since }) =>
        dayOf(
          since,
          (sampled.get(since) ?? []).filter((output) => output.connection === name),
          own.filter(isInForce),
        ),
      ),
      scores: scores
        .filter((day) => day.connection === name)
        .map(({ score, from_at: from, scores: given, mean, lowest }) => ({
          score,
          from,
          scores: given,
          mean,
          lowest,
        })),
    };
  });
}

function dayOf(
  from: string,
  outputs: SampledOutput[],
  versions: SchemaVersion[],
): FeatureHistory["days"][number] {
  const judged = outputs.flatMap((output) => {
    const { started_at } = output;
    const began = ({ shape_from }: SchemaVersion) => Date.parse(shape_from) <= Date.parse(started_at);
    const version = versions.findLast(began) ?? versions[0];
    return version === undefined ? [] : losesForm(output, version.snapshot);
  });
  const failing = judged.length === 0 ? null : judged.filter(Boolean).length;
  const share = failing === null ? null : Math.round((1000 * failing) / judged.length) / 1000;
  return { from, outputs: outputs.length, failing, failing_share: share };
}
