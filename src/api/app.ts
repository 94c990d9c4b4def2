/** The HTTP face of the verbs: one chain of checks before every route, one shape of error after it. */
import { join } from "node:path";

import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";

import { Denials } from "../access/denials.ts";
import { SentinelError } from "../errors.ts";
import { Jobs } from "../jobs/jobs.ts";
import type { Sentinel } from "../main.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { registerJobGauges } from "../metrics/job-gauges.ts";
import { registerModelUse } from "../metrics/model-use.ts";
import { registerIntake } from "../metrics/intake.ts";
import { registerStateGauges } from "../metrics/state-gauges.ts";
import { once } from "../once.ts";
import { packageRoot } from "../root.ts";
import { afterAnswer } from "../slack/after-answer.ts";
import { answerError } from "./answer-error.ts";
import type { ApiContext, ApiEnv } from "./context.ts";
import { isIntake } from "./intake-paths.ts";
import { checkHost } from "./middleware/check-host.ts";
import { checkOrigin } from "./middleware/check-origin.ts";
import { findIdentity } from "./middleware/find-identity.ts";
import { limitRate } from "./middleware/limit-rate.ts";
import { observe } from "./middleware/observe.ts";
import { matchRoute, requireRole } from "./middleware/require-role.ts";
import { servePage } from "./middleware/serve-page.ts";
import { setHeaders } from "./middleware/set-headers.ts";
import { accessRoutes } from "./routes/access.ts";
import { agentRoutes } from "./routes/agents.ts";
import { approvalRoutes } from "./routes/approvals.ts";
import { auditRoutes } from "./routes/audit.ts";
import { digestRoutes } from "./routes/digest.ts";
import { docsRoutes } from "./routes/docs.ts";
import { doctorRoutes } from "./routes/doctor.ts";
import { eventRoutes } from "./routes/events.ts";
import { findingRoutes } from "./routes/findings.ts";
import { forensicsRoutes } from "./routes/forensics.ts";
import { gateRoutes } from "./routes/gate.ts";
import { githubWebhookRoutes } from "./routes/github-webhook.ts";
import { healthRoutes } from "./routes/health.ts";
import { incidentEvidenceRoutes } from "./routes/incident-evidence.ts";
import { incidentListRoutes } from "./routes/incident-lists.ts";
import { incidentRoutes } from "./routes/incidents.ts";
import { intakeRoutes } from "./routes/intake.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { lakeRoutes } from "./routes/lake.ts";
import { otlpRoutes } from "./routes/otlp.ts";
import { outboxRoutes } from "./routes/outbox.ts";
import { qualityRoutes } from "./routes/quality.ts";
import { queryRoutes } from "./routes/queries.ts";
import { riskRoutes } from "./routes/risk.ts";
import { samplingRoutes } from "./routes/sampling.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { slackActionRoutes } from "./routes/slack-actions.ts";
import { readWebFiles } from "./web-files.ts";

/** What routes work with, where nothing else is given: no jobs, and nobody who stops. */
function contextOf(sentinel: Sentinel, parts: Partial<ApiContext>): ApiContext {
  const { state, now, log } = sentinel;
  const metrics = parts.metrics ?? createMetrics();
  registerStateGauges(metrics.registry, { state, now });
  registerJobGauges(metrics.registry, { state });
  registerIntake(metrics.registry, sentinel);
  sentinel.on_model_use(registerModelUse(metrics.registry, { settings: () => sentinel.settings, state }));
  return {
    sentinel,
    metrics,
    jobs: new Jobs([], { state, now, log }),
    denials: new Denials({ state, now, log }),
    after: afterAnswer(log),
    stopping: new AbortController().signal,
    ...parts,
  };
}

/** Checks run in this order; what no route defines is refused before anything else looks at it. */
export function createApp(sentinel: Sentinel, parts: Partial<ApiContext> = {}): OpenAPIHono<ApiEnv> {
  const api = contextOf(sentinel, parts);
  const app = new OpenAPIHono<ApiEnv>();
  let matcher: ReturnType<typeof matchRoute> | undefined;
  const webFiles = once(() => readWebFiles(join(packageRoot(), "dist", "web")));
  const match = () => (matcher ??= matchRoute(app));
  const tooLarge = () => {
    throw new SentinelError("too_large", `a body has ${sentinel.settings.server.body_bytes} bytes at most`);
  };

  app.use(observe(api, match));
  app.use(setHeaders);
  app.use(checkHost(api));
  app.use(servePage(webFiles, match));
  app.use(findIdentity(api));
  app.use(limitRate(api));
  app.use(checkOrigin(api));
  app.use(requireRole(api, match));
  app.use((c, next) => {
    if (isIntake(c)) return next();
    return bodyLimit({ maxSize: sentinel.settings.server.body_bytes, onError: tooLarge })(c, next);
  });
  for (const routes of ROUTES) app.route("/", routes(api));
  app.route(
    "/",
    docsRoutes(() => app),
  );
  app.onError((error, c) => answerError(api, error, c));
  app.notFound(() => {
    throw new SentinelError("not_found", "nothing here");
  });
  return app;
}

const ROUTES = [
  healthRoutes,
  incidentRoutes,
  incidentListRoutes,
  incidentEvidenceRoutes,
  findingRoutes,
  approvalRoutes,
  gateRoutes,
  agentRoutes,
  auditRoutes,
  lakeRoutes,
  queryRoutes,
  forensicsRoutes,
  settingsRoutes,
  doctorRoutes,
  jobRoutes,
  digestRoutes,
  qualityRoutes,
  samplingRoutes,
  riskRoutes,
  outboxRoutes,
  accessRoutes,
  slackActionRoutes,
  githubWebhookRoutes,
  otlpRoutes,
  intakeRoutes,
  eventRoutes,
];
