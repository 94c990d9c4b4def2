/** A feature's forms: the first, a drifted one, and one that a person accepts. */
import { afterAll, beforeAll, expect, it } from "vitest";

import { detectors } from "../../detectors/index.ts";
import type { Row } from "../../src/contracts/ingest.ts";
import type { Principal } from "../../src/contracts/principal.ts";
import { detect } from "../../src/detect/run.ts";
import { recordFindings } from "../../src/incidents/record-findings.ts";
import { verifyIncident } from "../../src/incidents/verify-incident.ts";
import { acceptSchema } from "../../src/quality/accept-schema.ts";
import { featureHistory } from "../../src/quality/feature-history.ts";
import { listVersions } from "../../src/quality/list-versions.ts";
import { recordVersions } from "../../src/quality/record-versions.ts";
import { formDrifts, sampleFeatures } from "../../src/quality/sample-features.ts";
import { AT, observation, openWorld, type World } from "../incidents/world.ts";

const now = new Date(AT);
const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);
const by: Principal = { name: "Ada", role: "operator", via: "cli" };
const OLD = '{"label":"a","score":1}';
const NEW = '{"label":"a","grade":{"value":1}}';

let world: World;
const context = () => ({ ...world, drift_limits: {} });

const answer = (hours: number, output: string): Row =>
  observation(0, {
    observation_id: `o${hours}`,
    trace_id: `t${hours}`,
    name: "classify",
    output,
    started_at: ago(hours).toISOString(),
  });
const accept = (given: object = {}, at = now) =>
  acceptSchema(context(), { feature: "classify", by, reason: "the new form is meant", ...given }, at);

/** As the drift patrol does it. */
async function patrolDrift(at: Date) {
  const detection = await detect({ ...world, detectors, limits: {}, freshness_minutes: 30 }, at, [
    "prompt_drift",
  ]);
  await recordFindings(
    { ...world, log: { warn: () => undefined } as never, freshness_minutes: 30 },
    detection,
  );
  const { features, limits } = await sampleFeatures(context(), at);
  await world.state.write((db) => recordVersions(db, features, formDrifts(detection.findings), limits, at));
  return detection.findings.map(({ fingerprint }) => fingerprint);
}
const statuses = async () =>
  (await listVersions(world.state.db)).map(({ version, status }) => [version, status]);

beforeAll(async () => {
  world = await openWorld();
  const usual = Array.from({ length: 100 }, (_, n) => answer(30 + n, OLD));
  const moved = Array.from({ length: 40 }, (_, n) => answer(20 - n / 2 + 0.25, NEW));
  const reverted = Array.from({ length: 30 }, (_, n) => answer(-1 - n / 10, OLD));
  await world.fill("langfuse_observations", [...usual, ...moved, ...reverted]);
  await world.fill("langfuse_scores", [
    { score_id: "s", trace_id: "t30", name: "quality", value: 0.5, scored_at: ago(30).toISOString() },
  ]);
});
afterAll(() => world.close());

it("keeps a first form of an unknown feature, and refuses to accept a form that has not changed", async () => {
  expect(await patrolDrift(ago(21))).toEqual([]);
  expect(await statuses()).toEqual([[1, "first"]]);
  await expect(accept({}, ago(21))).rejects.toMatchObject({ code: "conflict" });
  await expect(accept({ feature: "nothing" }, ago(21))).rejects.toMatchObject({ code: "not_found" });
});

it("finds the new form, once, until a person accepts it", async () => {
  expect(await patrolDrift(ago(1))).toEqual(["schema_break:classify"]);
  expect(await patrolDrift(now)).toEqual(["schema_break:classify"]);
  expect(await statuses()).toEqual([
    [1, "first"],
    [2, "drifted"],
  ]);
  const before = await featureHistory({ ...world }, { feature: "classify", days: 2 }, now);
  expect(before[0]?.days.at(-1)).toMatchObject({ outputs: 40, failing_share: 1 });
});

it("lets nobody accept without the role or without a reason", async () => {
  await expect(accept({ by: { ...by, role: "viewer" } })).rejects.toMatchObject({ code: "unauthorized" });
  await expect(accept({ reason: "  " })).rejects.toMatchObject({ code: "invalid" });
});

it("judges by the accepted form from then on, and finds the old one when it comes back", async () => {
  const version = await accept();
  expect(version).toMatchObject({ version: 2, status: "accepted", accepted_by: "Ada" });
  expect(version.snapshot.required).toEqual(["$", "$.grade", "$.grade.value", "$.label"]);
  expect(await patrolDrift(now)).toEqual([]);
  await expect(accept()).rejects.toMatchObject({ code: "conflict" });
  expect(await patrolDrift(ago(-5))).toEqual(["schema_break:classify"]);
  const entries = await world.state.db.selectFrom("audit").select(["kind", "actor", "subject"]).execute();
  expect(entries).toEqual([{ kind: "schema.accepted", actor: "Ada", subject: "shop classify" }]);
});

it("shows what evidence of before the acceptance showed", async () => {
  const incidents = await world.state.db.selectFrom("incidents").select("id").execute();
  const first = incidents[0]?.id ?? "";
  const { outcome } = await verifyIncident(world, first, ago(-5));
  expect(outcome).toBe("same");
});

it("tells the history: forms, the share that failed the form in force, scores", async () => {
  const [history, ...others] = await featureHistory({ ...world }, { feature: "classify", days: 7 }, now);
  expect(others).toEqual([]);
  expect(history?.versions.slice(0, 2).map(({ status, reason }) => [status, reason])).toEqual([
    ["first", null],
    ["accepted", "the new form is meant"],
  ]);
  expect(history?.days.at(-1)).toMatchObject({ outputs: 40, failing: 0, failing_share: 0 });
  expect(history?.scores).toMatchObject([{ score: "quality", mean: 0.5 }]);
  await expect(featureHistory({ ...world }, { feature: "nothing", days: 1 }, now)).rejects.toMatchObject({
    code: "not_found",
  });
});
