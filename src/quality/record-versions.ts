import { snapshotOf } from "../../detectors/judge/output-schema.ts";
import type { Feature } from "../../detectors/strategies/drift.ts";
import type { StateDb } from "../state/open.ts";
import type { SchemaVersionRow } from "../state/rows/quality.ts";
import { listVersions } from "./list-versions.ts";
import { isInForce, type SchemaVersion } from "./schema-version.ts";

/** A drift that the detector found in the form of a feature's outputs, from its onset on. */
export type FormDrift = { connection: string; feature: string; onset: string };

export type FormLimits = { required_share: number; least_judged_outputs: number; baseline_outputs: number };

/** A snapshot of fewer outputs is drawn again while the form stays. */
const SETTLED_OUTPUTS = 200;

/**
 * Keeps the forms of these features: a first version for an unknown one, a drifted one where the detector saw the form
 * change, which later looks renew until a person accepts it. Features with too few outputs to tell wait.
 */
export async function recordVersions(
  db: StateDb,
  features: Feature[],
  drifts: FormDrift[],
  limits: FormLimits,
  at: Date,
): Promise<void> {
  const known = await listVersions(db);
  for (const feature of features) {
    const newest = known.findLast((version) => isOf(feature, version));
    const drift = drifts.find((one) => isOf(feature, one));
    const outputs = [...feature.usual, ...feature.judged];
    if (newest === undefined) {
      const usual = drift !== undefined && feature.usual.length > 0 ? feature.usual : outputs;
      if (usual.length < limits.least_judged_outputs) continue;
      await save(db, versionOf(feature, usual, limits, { version: 1, status: "first" }, at));
    } else if (drift === undefined && isInForce(newest)) {
      await stay(db, newest, feature, limits, at);
    }
    if (drift === undefined) continue;
    const moved = outputs.filter(({ started_at }) => Date.parse(started_at) >= Date.parse(drift.onset));
    const open = newest !== undefined && !isInForce(newest);
    const version = open ? newest.version : (newest?.version ?? 1) + 1;
    const next = versionOf(feature, moved, limits, { version, status: "drifted" }, at);
    const since = open
      ? { first_seen_at: newest.first_seen_at, shape_from: earlier(newest.shape_from, drift.onset) }
      : { shape_from: drift.onset };
    await save(db, { ...next, ...since });
  }
}

/** The form is as it was: seen again, and drawn again while it rests on few outputs. */
async function stay(
  db: StateDb,
  newest: SchemaVersion,
  feature: Feature,
  limits: FormLimits,
  at: Date,
): Promise<void> {
  const { version, status, shape_from, first_seen_at, accepted_at, accepted_by, reason } = newest;
  const outputs = [...feature.usual, ...feature.judged];
  const drawn =
    newest.snapshot.outputs < SETTLED_OUTPUTS && outputs.length > newest.snapshot.outputs
      ? snapshotOf(outputs, limits.required_share)
      : newest.snapshot;
  const { connection, feature: name } = feature;
  await save(db, {
    connection,
    feature: name,
    version,
    status,
    shape_from,
    first_seen_at,
    accepted_at,
    accepted_by,
    reason,
    snapshot: JSON.stringify(drawn),
    last_seen_at: at.toISOString(),
  });
}

function versionOf(
  { connection, feature }: Feature,
  outputs: Feature["usual"],
  { required_share }: FormLimits,
  given: { version: number; status: SchemaVersion["status"] },
  at: Date,
): SchemaVersionRow {
  return {
    connection,
    feature,
    ...given,
    snapshot: JSON.stringify(snapshotOf(outputs, required_share)),
    shape_from: outputs[0]?.started_at ?? at.toISOString(),
    first_seen_at: at.toISOString(),
    last_seen_at: at.toISOString(),
    accepted_at: null,
    accepted_by: null,
    reason: null,
  };
}

async function save(db: StateDb, row: SchemaVersionRow): Promise<void> {
  await db.replaceInto("schema_versions").values(row).execute();
}

type Named = { connection: string; feature: string };
const isOf = (one: Named, other: Named): boolean =>
  one.connection === other.connection && one.feature === other.feature;

const earlier = (one: string, other: string): string => (Date.parse(one) <= Date.parse(other) ? one : other);
