/** The one way to the server: Hono's client, typed by the routes themselves. */
import { hc } from "hono/client";

import type { accessRoutes } from "../src/api/routes/access.ts";
import type { approvalRoutes } from "../src/api/routes/approvals.ts";
import type { auditRoutes } from "../src/api/routes/audit.ts";
import type { forensicsRoutes } from "../src/api/routes/forensics.ts";
import type { digestRoutes } from "../src/api/routes/digest.ts";
import type { doctorRoutes } from "../src/api/routes/doctor.ts";
import type { gateRoutes } from "../src/api/routes/gate.ts";
import type { incidentEvidenceRoutes } from "../src/api/routes/incident-evidence.ts";
import type { incidentListRoutes } from "../src/api/routes/incident-lists.ts";
import type { incidentRoutes } from "../src/api/routes/incidents.ts";
import type { intakeRoutes } from "../src/api/routes/intake.ts";
import type { jobRoutes } from "../src/api/routes/jobs.ts";
import type { lakeRoutes } from "../src/api/routes/lake.ts";
import type { qualityRoutes } from "../src/api/routes/quality.ts";
import type { queryRoutes } from "../src/api/routes/queries.ts";
import type { riskRoutes } from "../src/api/routes/risk.ts";
import type { samplingRoutes } from "../src/api/routes/sampling.ts";
import type { settingsRoutes } from "../src/api/routes/settings.ts";

const BASE = "/";

/** Calls by resource. A call answers a Response whose JSON has the type that the route says; `read` takes it out. */
export const api = {
  access: hc<ReturnType<typeof accessRoutes>>(BASE).api,
  approvals: hc<ReturnType<typeof approvalRoutes>>(BASE).api.approvals,
  audit: hc<ReturnType<typeof auditRoutes>>(BASE).api.audit,
  digest: hc<ReturnType<typeof digestRoutes>>(BASE).api.digest,
  doctor: hc<ReturnType<typeof doctorRoutes>>(BASE).api.doctor,
  evidence: hc<ReturnType<typeof incidentEvidenceRoutes>>(BASE).api.incidents,
  forensics: hc<ReturnType<typeof forensicsRoutes>>(BASE).api,
  gate: hc<ReturnType<typeof gateRoutes>>(BASE).api.gate,
  incident_lists: hc<ReturnType<typeof incidentListRoutes>>(BASE).api,
  incidents: hc<ReturnType<typeof incidentRoutes>>(BASE).api.incidents,
  intake: hc<ReturnType<typeof intakeRoutes>>(BASE).api.intake,
  jobs: hc<ReturnType<typeof jobRoutes>>(BASE).api.jobs,
  lake: hc<ReturnType<typeof lakeRoutes>>(BASE).api,
  quality: hc<ReturnType<typeof qualityRoutes>>(BASE).api.quality,
  queries: hc<ReturnType<typeof queryRoutes>>(BASE).api,
  risk: hc<ReturnType<typeof riskRoutes>>(BASE).api.risk,
  sampling: hc<ReturnType<typeof samplingRoutes>>(BASE).api.sampling,
  settings: hc<ReturnType<typeof settingsRoutes>>(BASE).api.settings,
};
