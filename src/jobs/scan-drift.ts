/** The drift patrol: every feature's outputs against their own past, and the forms they have had. */
import type { Finding } from "../contracts/finding.ts";
import type { Sentinel } from "../main.ts";
import { listVersions } from "../quality/list-versions.ts";
import { qualityContext } from "../quality/quality-context.ts";
import { recordVersions } from "../quality/record-versions.ts";
import { formDrifts, sampleFeatures, type Forms } from "../quality/sample-features.ts";
import type { SchemaVersion } from "../quality/schema-version.ts";
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
  /** The newest form that was kept, null while the feature has too few outputs. */
  version: number | null;
  status: SchemaVersion["status"] | null;
  /** Fingerprints of the drift found; empty when it is as it was. */
  drift: string[];
};

export type DriftScan = Pick<PatrolReport, "at" | "not_judged" | "findings" | "incidents"> & {
  features: FeatureShape[];
};

/**
 * Unknown features get their first version, known ones are judged by the detector prompt_drift. With `tell` people learn of
 * what that opened or changed at once, and not with the next patrol.
 */
export async function scanDrift(
  sentinel: Sentinel,
  at: Date,
  { tell = false }: { tell?: boolean } = {},
): Promise<DriftScan> {
  const patrolled = await patrol(sentinel, at, ["prompt_drift"], { tell });
  const { not_judged, findings, incidents, at: judged_at } = patrolled;
  const features = await keepForms(sentinel, findings, new Date(judged_at));
  const versions = await listVersions(sentinel.state().db);
  return {
    at: judged_at,
    not_judged,
    findings,
    incidents,
    features: features.flatMap((feature) => shapeOf(feature, findings, versions)),
  };
}

/** Keeps the forms that features have at a moment that was just judged; `findings` are what was found at it. */
export async function keepForms(
  sentinel: Sentinel,
  findings: Finding[],
  at: Date,
): Promise<Forms["features"]> {
  const { state, ...context } = await qualityContext(sentinel);
  const { features, limits } = await sampleFeatures(context, at);
  const drifts = formDrifts(findings.filter(({ detector }) => detector === "prompt_drift"));
  await state.write((db) => recordVersions(db, features, drifts, limits, at));
  return features;
}

function shapeOf(
  { connection, feature, usual, judged }: Forms["features"][number],
  findings: Finding[],
  versions: SchemaVersion[],
): FeatureShape[] {
  const newest = versions.findLast(
    (version) => version.connection === connection && version.feature === feature,
  );
  // Right after an acceptance all outputs are usual ones.
  const shown = judged.length === 0 && newest?.status === "accepted" ? usual : judged;
  if (shown.length === 0) return [];
  const shapes = shown.filter(({ form }) => form === "json").map(({ paths }) => paths);
  const [some = [], ...others] = shapes;
  return [
    {
      connection,
      feature,
      outputs: shown.length,
      json_share: Math.round((100 * shapes.length) / shown.length) / 100,
      keys_in_all: some.filter((path) => others.every((paths) => paths.includes(path))),
      version: newest?.version ?? null,
      status: newest?.status ?? null,
      drift: findings
        .filter((finding) => finding.connection === connection && finding.subject.features?.includes(feature))
        .map(({ fingerprint }) => fingerprint),
    },
  ];
}
