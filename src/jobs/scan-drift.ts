/** The drift patrol: every feature's outputs against their own past, and the shape they have now. */
import type { Finding } from "../contracts/finding.ts";
import type { Sentinel } from "../main.ts";
import { runQuery } from "../queries/run.ts";
import { patrol, type PatrolReport } from "./patrol.ts";

export type FeatureShape = {
  connection: string;
  feature: string;
  /** Outputs sampled from the judged span. */
  outputs: number;
  /** Share of them that are JSON, 0..1. */
  json_share: number;
  /** Keys, as path:type, that are in each of the JSON outputs. */
  keys_in_all: string[];
  /** Fingerprints of the drift found; empty when it is as it was. */
  drift: string[];
};

export type DriftScan = Pick<PatrolReport, "at" | "not_judged" | "findings" | "incidents"> & {
  features: FeatureShape[];
};

type Sample = { connection: string; feature: string; period: string; form: string; paths: string[] | null };

export async function scanDrift(sentinel: Sentinel, at: Date): Promise<DriftScan> {
  const { not_judged, findings, incidents, at: judged_at } = await patrol(sentinel, at, ["prompt_drift"]);
  const context = { lake: await sentinel.lake(), library: sentinel.library() };
  const { rows } = await runQuery(context, "output_schema_sample", { baseline_days: 0 }, at);
  return { at: judged_at, not_judged, findings, incidents, features: shapesOf(rows as Sample[], findings) };
}

function shapesOf(samples: Sample[], findings: Finding[]): FeatureShape[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (sample.period !== "judged") continue;
    const key = `${sample.connection} ${sample.feature}`;
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { connection, feature } = first;
    const shapes = group.filter(({ form }) => form === "json").map(({ paths }) => paths ?? []);
    const [some = [], ...others] = shapes;
    return {
      connection,
      feature,
      outputs: group.length,
      json_share: Math.round((100 * shapes.length) / group.length) / 100,
      keys_in_all: some.filter((path) => others.every((paths) => paths.includes(path))),
      drift: findings
        .filter((finding) => finding.connection === connection && finding.subject.features?.includes(feature))
        .map(({ fingerprint }) => fingerprint),
    };
  });
}
