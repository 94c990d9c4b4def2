import { z } from "@hono/zod-openapi";

import { acceptSchema } from "../../quality/accept-schema.ts";
import { featureHistory, type FeatureHistory } from "../../quality/feature-history.ts";
import { listDrifts, type Drift } from "../../quality/list-drifts.ts";
import { listVersions } from "../../quality/list-versions.ts";
import { qualityContext } from "../../quality/quality-context.ts";
import type { SchemaVersion } from "../../quality/schema-version.ts";
import { countUnjudged, readPrecision, type Precision } from "../../reports/precision.ts";
import type { ApiContext } from "../context.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, jsonBody } from "../route.ts";

const tags = ["quality"];
const MAX_DAYS = 90;

type FeatureVersions = { connection: string; feature: string; versions: SchemaVersion[] };

const read = defineRoute("viewer", {
  method: "get",
  path: "/api/quality",
  tags,
  summary:
    "Every feature with the forms its outputs had, the drifts found, and how right each detector is by people's verdicts",
  responses: answers<{
    features: FeatureVersions[];
    drifts: Drift[];
    detectors: Precision[];
    /** Incidents without a verdict. */
    unjudged: number;
  }>("features, drifts and detectors"),
});

const accept = defineRoute("operator", {
  method: "post",
  path: "/api/quality/accept",
  tags,
  summary: "The new form of a feature's outputs is meant: judge by it from now on",
  request: {
    body: jsonBody(
      z.strictObject({
        feature: z.string().min(1).max(500),
        connection: z.string().min(1).max(200).optional(),
        reason: z.string().min(1).max(2_000),
      }),
    ),
  },
  responses: answers<SchemaVersion>("the form, accepted"),
});

const history = defineRoute("viewer", {
  method: "get",
  path: "/api/quality/{feature}/history",
  tags,
  summary: "One feature over time: its forms, the share of outputs that fail them, its scores",
  request: {
    params: z.object({ feature: z.string().min(1).max(500) }),
    query: z.object({
      connection: z.string().optional(),
      days: z.coerce.number().int().min(1).max(MAX_DAYS).default(14),
    }),
  },
  responses: answers<{ history: FeatureHistory[] }>("one for each connection that has the feature"),
});

export function qualityRoutes({ sentinel }: ApiContext) {
  return newRoutes()
    .openapi(read, async (c) => {
      const state = sentinel.state();
      const features = byFeature(await listVersions(state.db));
      const drifts = await listDrifts(state);
      const [detectors, unjudged] = await Promise.all([readPrecision(state), countUnjudged(state)]);
      return c.json({ features, drifts, detectors, unjudged }, 200);
    })
    .openapi(accept, async (c) => {
      const given = { ...c.req.valid("json"), by: callerOf(c) };
      return c.json(await acceptSchema(await qualityContext(sentinel), given, sentinel.now()), 200);
    })
    .openapi(history, async (c) => {
      const asked = { ...c.req.valid("param"), ...c.req.valid("query") };
      return c.json(
        { history: await featureHistory(await qualityContext(sentinel), asked, sentinel.now()) },
        200,
      );
    });
}

function byFeature(versions: SchemaVersion[]): FeatureVersions[] {
  const features = new Map<string, FeatureVersions>();
  for (const version of versions) {
    const { connection, feature } = version;
    const key = JSON.stringify([connection, feature]);
    const known = features.get(key) ?? { connection, feature, versions: [] };
    known.versions.push(version);
    features.set(key, known);
  }
  return [...features.values()];
}
