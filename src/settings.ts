/** Every knob: settings.json over the defaults below, environment overrides over both. */
import { z } from "zod";

import { SyncLimits } from "./sync/limits.ts";

const Name = z.string().regex(/^[\w.-]+$/, "letters, digits, dot, dash and underscore only");
const Names = z.array(z.string().min(1)).default([]);

/** One product or service, and where its parts live. Values of one entry are tied to each other. */
export const Service = z.strictObject({
  connections: Names,
  repos: Names,
  sentry_projects: Names,
  agents: Names,
  channels: Names,
  tasks: Names,
});
export type Service = z.infer<typeof Service>;

export const Settings = z.strictObject({
  $schema: z.string().optional(),
  /** More connections than the environment's default ones; values are names of variables. */
  connections: z
    .array(z.strictObject({ name: Name, source: z.string(), env: z.record(z.string(), z.string()) }))
    .default([]),
  services: z.record(Name, Service).default({}),
  sync: SyncLimits.prefault({}),
  /** How far behind the present the data may be before a detector says "not judged". */
  freshness_minutes: z.number().positive().default(30),
  /** Days that rows are kept, per table; a table not named here is kept for ever. */
  retention_days: z.record(z.string(), z.int().positive()).default({}),
  /** Limits per detector id; each detector checks its own. */
  detectors: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  narrator: z
    .strictObject({
      model: z.string().default("openai/gpt-oss-120b"),
      timeout_ms: z.int().positive().default(20_000),
      enabled: z.boolean().default(true),
    })
    .prefault({}),
  sql: z
    .strictObject({
      deadline_ms: z.int().positive().default(60_000),
      max_rows: z.int().positive().default(1_000_000),
      memory: z.string().default("2GB"),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** Environment variables that stand above settings.json, and what each sets. */
export const OVERRIDES: { variable: string; detector: string; limit: string }[] = [
  { variable: "COST_SPIKE_MULTIPLIER", detector: "cost_spike", limit: "ratio" },
  { variable: "AGENT_LOOP_GENERATION_THRESHOLD", detector: "agent_loop", limit: "generations" },
  { variable: "ERROR_CASCADE_THRESHOLD", detector: "error_cascade", limit: "errors" },
];
