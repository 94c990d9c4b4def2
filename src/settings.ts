/** Every knob: settings.json over the defaults below, environment overrides over both. */
import { z } from "zod";

import { ROLES } from "./contracts/principal.ts";
import { GateSettings } from "./gate/policy-settings.ts";
import { JobSettings } from "./jobs/job-settings.ts";
import { NotifySettings } from "./notify/settings.ts";
import { OtlpSettings } from "./receive/otlp/settings.ts";
import { DigestSettings } from "./reports/digest/settings.ts";
import { RiskSettings } from "./risk/risk-settings.ts";
import { SamplingSettings } from "./sampling/sampling-settings.ts";
import { DetectSettings } from "./stream/settings.ts";
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
  detect: DetectSettings.prefault({}),
  narrator: z
    .strictObject({
      model: z.string().default("openai/gpt-oss-120b"),
      timeout_ms: z.int().positive().default(20_000),
      enabled: z.boolean().default(true),
      /** What the model costs, for the metrics; without it they show tokens only. */
      price_usd_per_million: z
        .strictObject({ input: z.number().min(0), output: z.number().min(0) })
        .optional(),
      /** Send own model calls as traces to the default Langfuse connection: sizes, cost and outcome, never text. */
      trace: z.boolean().default(false),
    })
    .prefault({}),
  gate: GateSettings.prefault({}),
  /** Who may decide. `name` is the same person in Slack, on the web (an API key's name) and at the command line. */
  people: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        role: z.enum(ROLES),
        /** Slack's member id. */
        slack: z
          .string()
          .regex(/^[UW][A-Z0-9]{2,}$/)
          .optional(),
      }),
    )
    .default([]),
  slack: z
    .strictObject({
      /** The only workspace and app whose clicks count; those of the bot token when not given. */
      team: z.string().optional(),
      app: z.string().optional(),
    })
    .prefault({}),
  agents: z
    .strictObject({
      /** Where kill orders are pushed to; `secret` names the variable that holds the signing secret. */
      push: z.array(z.strictObject({ url: z.url(), secret: z.string().min(1) })).default([]),
      /** A trace whose last step is older is taken to have ended: there is nothing left to kill. */
      running_minutes: z.number().positive().default(30),
    })
    .prefault({}),
  /** Workflows that may be dispatched; nothing else can be proposed. */
  workflows: z
    .array(
      z.strictObject({
        repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
        /** File name under .github/workflows, or its id. */
        workflow: z.string().min(1),
        ref: z.string().min(1),
        purpose: z.enum(["rerun", "revert"]),
        /** Input that takes Sentinel's key; with `run-name: ${{ inputs.… }}` a run is then known for certain. */
        key_input: z.string().min(1).optional(),
      }),
    )
    .default([]),
  server: z
    .strictObject({
      /** Host names by which it may be addressed, beside loopback ones. */
      hosts: z.array(z.string().min(1)).default([]),
      /** Where people reach its pages; links in messages begin with it. */
      url: z
        .url()
        .default("http://127.0.0.1:8787")
        .transform((url) => url.replace(/\/+$/, "")),
      body_bytes: z.int().positive().default(1_048_576),
      requests_per_minute: z.int().positive().default(600),
      session_hours: z.number().positive().default(12),
    })
    .prefault({}),
  otlp: OtlpSettings.prefault({}),
  jobs: JobSettings.prefault({}),
  sampling: SamplingSettings.prefault({}),
  risk: RiskSettings.prefault({}),
  digest: DigestSettings.prefault({}),
  notify: NotifySettings.prefault({}),
  sql: z
    .strictObject({
      deadline_ms: z.int().positive().default(60_000),
      max_rows: z.int().positive().default(1_000_000),
      memory: z.string().default("2GB"),
      /** By how much the process may grow while one ad-hoc statement runs. */
      growth_mb: z.int().positive().default(1_500),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** Environment variables that stand above settings.json, where each value goes, and how it gets there. */
export const OVERRIDES: {
  variable: string;
  path: string;
  set: (settings: Settings, value: number) => void;
}[] = [
  limitOf("COST_SPIKE_MULTIPLIER", "cost_spike", "ratio"),
  limitOf("AGENT_LOOP_GENERATION_THRESHOLD", "agent_loop", "generations"),
  limitOf("ERROR_CASCADE_THRESHOLD", "error_cascade", "errors"),
  {
    variable: "PR_RISK_THRESHOLD",
    path: "risk.threshold",
    set: (settings, value) => {
      settings.risk.threshold = value;
    },
  },
];

function limitOf(variable: string, detector: string, limit: string): (typeof OVERRIDES)[number] {
  return {
    variable,
    path: `detectors.${detector}.${limit}`,
    set: (settings, value) => {
      settings.detectors[detector] = { ...settings.detectors[detector], [limit]: value };
    },
  };
}
