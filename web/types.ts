/** What the server answers, by name. */
import type { InferResponseType } from "hono/client";

import type { api } from "./api.ts";

export type { Differences } from "../src/forensics/differences.ts";
export type { ForensicGraph, GraphEdge, GraphNode } from "../src/forensics/graph.ts";
export type { Sequence, Trace, TraceStep } from "../src/forensics/trace.ts";
export type { ListedIncident } from "../src/incidents/list-incident-rows.ts";
export type { IncidentCounts } from "../src/incidents/count-incidents.ts";
export type { Evidence, Incident } from "../src/contracts/incident.ts";

export type Approval = InferResponseType<(typeof api.approvals)[":id"]["$get"], 200>;

export type { FileHistory } from "../src/risk/file-history.ts";
export type { FileRiskReport } from "../src/jobs/file-risks.ts";
export type { PullAssessment } from "../src/jobs/assess-pull.ts";
export type { RecentPull } from "../src/risk/recent-pulls.ts";
export type { RiskRepo } from "../src/risk/list-repos.ts";
export type { RiskVerdict } from "../src/risk/assessment.ts";
export type { Terms } from "../src/risk/score-files.ts";

export type Quality = InferResponseType<typeof api.quality.$get, 200>;
export type { FeatureHistory } from "../src/quality/feature-history.ts";
export type { SchemaVersion } from "../src/quality/schema-version.ts";
export type { JobState } from "../src/jobs/job.ts";

export type Archive = InferResponseType<typeof api.digest.$get, 200>;
export type { DigestPage as Digest } from "../src/reports/digest/digest-page.ts";

export type Intake = InferResponseType<typeof api.intake.$get, 200>;
