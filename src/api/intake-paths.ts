import type { Context } from "hono";

import type { ApiEnv } from "./context.ts";

/** Where OTLP is taken, as exporters append it to their endpoint, and as Langfuse's SDKs do. */
export const INTAKE_PATHS = {
  traces: ["/v1/traces", "/api/public/otel/v1/traces"],
  metrics: ["/v1/metrics"],
  logs: ["/v1/logs"],
} as const;

const ALL: ReadonlySet<string> = new Set(Object.values(INTAKE_PATHS).flat());

/** Whether a request is one of OTLP: it has limits of its own, by bytes and not by number. */
export const isIntake = (c: Context<ApiEnv>): boolean => ALL.has(c.get("route"));
