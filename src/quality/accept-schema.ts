/** People change a prompt's form on purpose: accepting the new one makes it the form that is judged by. */
import { snapshotOf } from "../../detectors/judge/output-schema.ts";
import { appendAudit } from "../audit/append.ts";
import { HOUR_MS, minuteOf } from "../contracts/moment.ts";
import { mayActAs, type Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import { readFinding } from "../incidents/kept-finding.ts";
import type { Lake } from "../lake/open.ts";
import type { State } from "../state/open.ts";
import { listVersions } from "./list-versions.ts";
import { mirrorAccepted } from "./mirror-accepted.ts";
import { recordVersions } from "./record-versions.ts";
import { formDrifts, sampleFeatures, type FormContext } from "./sample-features.ts";
import type { SchemaVersion } from "./schema-version.ts";

export type AcceptContext = FormContext & { lake: FormContext["lake"] & Pick<Lake, "mirror">; state: State };

export type Acceptance = {
  feature: string;
  /** Needed where several connections have a feature of this name with a new form. */
  connection?: string | undefined;
  by: Principal;
  reason: string;
};

/**
 * Makes the drifted form of a feature its accepted one, from its onset on. Throws `unauthorized` below operator,
 * `invalid` without a reason, `not_found` for an unknown feature, `conflict` when its form has not changed, `usage`
 * when several connections could be meant.
 */
export async function acceptSchema(
  context: AcceptContext,
  given: Acceptance,
  at: Date,
): Promise<SchemaVersion> {
  const { state, lake } = context;
  const { feature, by } = given;
  const reason = given.reason.trim();
  if (!mayActAs(by, "operator"))
    throw new SentinelError("unauthorized", `${by.name} may not accept a form as ${by.role}`, {
      hint: "an operator, approver or admin may",
    });
  if (reason === "") throw new SentinelError("invalid", "an acceptance needs its reason");
  const { features, limits } = await sampleFeatures(context, at, feature);
  const drifts = await openDrifts(state, new Date(at.getTime() - limits.horizon_hours * HOUR_MS), feature);
  const accepted_at = minuteOf(at.toISOString());
  const accepted = await state.write(async (db) => {
    await recordVersions(db, features, drifts, limits, at);
    const version = chosen(await listVersions(db, { feature, connection: given.connection }), given);
    const outputs = features
      .filter(({ connection }) => connection === version.connection)
      .flatMap(({ usual, judged }) => [...usual, ...judged])
      .filter(({ started_at }) => Date.parse(started_at) >= Date.parse(version.shape_from));
    const snapshot = outputs.length > 0 ? snapshotOf(outputs, limits.required_share) : version.snapshot;
    const decided = { status: "accepted" as const, accepted_at, accepted_by: by.name, reason };
    await db
      .updateTable("schema_versions")
      .set({ ...decided, snapshot: JSON.stringify(snapshot) })
      .where("connection", "=", version.connection)
      .where("feature", "=", feature)
      .where("version", "=", version.version)
      .execute();
    await appendAudit(db, {
      kind: "schema.accepted",
      by,
      subject: `${version.connection} ${feature}`,
      data: { version: version.version, shape_from: version.shape_from, reason },
      at,
    });
    return { ...version, ...decided, snapshot };
  });
  await mirrorAccepted(state, lake);
  return accepted;
}

/**
 * Drifts of form that the patrols found since a moment, whether or not the drift patrol has kept the form yet. What was
 * last seen before an acceptance is settled by it.
 */
async function openDrifts(state: State, since: Date, feature: string) {
  const rows = await state.db
    .selectFrom("findings")
    .selectAll()
    .where("detector", "=", "prompt_drift")
    .where("last_at", ">=", since.toISOString())
    .execute();
  const accepted = await listVersions(state.db, { feature });
  const settled = ({ connection, last_at }: { connection: string; last_at: string }) =>
    accepted.some((one) => one.connection === connection && (one.accepted_at ?? "") >= last_at);
  const open = rows.filter((row) => !settled(row));
  return formDrifts(open.map(readFinding)).filter((drift) => drift.feature === feature);
}

function chosen(versions: SchemaVersion[], { feature, connection }: Acceptance): SchemaVersion {
  const newest = new Map(versions.map((version) => [version.connection, version]));
  const drifted = [...newest.values()].filter(({ status }) => status === "drifted");
  const [version, ...others] = drifted;
  if (version !== undefined && others.length === 0) return version;
  const where = connection === undefined ? "" : ` of ${connection}`;
  if (version !== undefined) {
    throw new SentinelError("usage", `several connections have a new form of ${feature}`, {
      hint: `name one: ${drifted.map((one) => `--connection ${one.connection}`).join(", ")}`,
    });
  }
  if (newest.size === 0) {
    throw new SentinelError("not_found", `there is no feature ${feature}${where} with a known form`, {
      hint: "`sentinel drift scan` lists the features of the last 24 hours",
    });
  }
  throw new SentinelError("conflict", `the form of ${feature}${where} has not changed`, {
    hint: "`sentinel drift scan` says what changed; only a drifted form can be accepted",
  });
}
