/** What the server answers, by name. */
import type { InferResponseType } from "hono/client";

import type { api } from "./api.ts";

export type { Differences } from "../src/forensics/differences.ts";
export type { ForensicGraph, GraphEdge, GraphNode } from "../src/forensics/graph.ts";
export type { Sequence, Trace, TraceStep } from "../src/forensics/trace.ts";
export type { Evidence, Incident } from "../src/contracts/incident.ts";

export type Approval = InferResponseType<(typeof api.approvals)[":id"]["$get"], 200>;
