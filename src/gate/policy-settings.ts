/** The gate's knobs in settings.json: who must agree to what, and how far Sentinel may go by itself. */
import { z } from "zod";

import { Severity } from "../contracts/finding.ts";

const Names = z.array(z.string().min(1)).min(1);

/** The first rule that fits decides; where none fits the answer is `never`. */
export const PolicyRule = z.strictObject({
  /** Shown beside each decision. */
  name: z.string().min(1),
  actions: Names,
  /** Resources as the action names them; `*` stands for any run of characters. */
  resources: Names.default(["*"]),
  severities: z.array(Severity).min(1).default(["info", "medium", "high", "critical"]),
  /** Further conditions on the incident's own figures; all must hold. An unknown figure never holds. */
  when: z
    .strictObject({
      /** Model calls of the loop within two hours, beyond this number. */
      loop_generations_over: z.number().optional(),
      /** Steps without anything new: proof that the loop makes no progress. */
      steps_without_progress_at_least: z.number().optional(),
      usd_per_hour_over: z.number().optional(),
    })
    .prefault({}),
  decide: z.enum(["auto", "one", "two", "never"]),
});
export type PolicyRule = z.infer<typeof PolicyRule>;

const SHIPPED: z.input<typeof PolicyRule>[] = [
  {
    name: "stop a proven loop",
    actions: ["kill_loop"],
    severities: ["critical"],
    when: { loop_generations_over: 20, steps_without_progress_at_least: 5 },
    decide: "auto",
  },
  {
    name: "stop a burning loop",
    actions: ["kill_loop"],
    when: { usd_per_hour_over: 10, steps_without_progress_at_least: 5 },
    decide: "auto",
  },
  { name: "tell people", actions: ["notify"], decide: "auto" },
  {
    name: "tell the risk of a pull request",
    actions: ["post_risk_comment", "set_commit_status"],
    decide: "auto",
  },
  { name: "two for a deployment", actions: ["rerun_or_revert_workflow"], decide: "two" },
  {
    name: "one for the rest",
    actions: ["kill_loop", "open_github_issue", "request_pr_changes", "comment_pr"],
    decide: "one",
  },
];

export const GateSettings = z.strictObject({
  policy: z.array(PolicyRule).prefault(SHIPPED),
  /** How long a proposal waits for its decision. */
  life_minutes: z.number().positive().default(240),
  /** Part of its life after which people are reminded. */
  remind_at: z.number().positive().max(1).default(0.75),
  /** Actions that Sentinel may take by itself within any hour; the next one needs a person. */
  automatic_per_hour: z.int().min(0).default(5),
  /** Risk comments and commit statuses within any hour; GitHub itself lets one account write 500 things. */
  pull_writes_per_hour: z.int().min(0).default(400),
  /** Pause between two automatic actions on one resource. */
  cool_down_minutes: z.number().min(0).default(15),
  /** While this file exists in the home, nothing is automatic. */
  kill_switch: z.string().min(1).default("gate.stop"),
  /** First pause before an action whose vendor did not answer is looked after again; doubled up to ten minutes. */
  retry_base_ms: z.int().positive().default(2_000),
  /** Pause before an action that was not found at the vendor may be sent again: the first call may still arrive. */
  settle_ms: z.int().positive().default(10_000),
  /** After this long without an outcome an action is given up. */
  give_up_minutes: z.number().positive().default(240),
});
export type GateSettings = z.infer<typeof GateSettings>;
