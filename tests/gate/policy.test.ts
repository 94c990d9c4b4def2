import { expect, it } from "vitest";

import type { Figures } from "../../src/gate/figures.ts";
import { judge } from "../../src/gate/policy.ts";
import { GateSettings, PolicyRule } from "../../src/gate/policy-settings.ts";

const SHIPPED = GateSettings.parse({}).policy;
const NONE: Figures = {
  loop_generations: undefined,
  steps_without_progress: undefined,
  usd_per_hour: undefined,
};

const shipped = (action: string, given: Partial<Figures> = {}, severity: "high" | "critical" = "critical") =>
  judge(SHIPPED, { action, resource: "r", severity, figures: [{ ...NONE, ...given }] }).decide;

it.each<[string, string, Partial<Figures>, "high" | "critical", string]>([
  [
    "a proven loop of more than 20",
    "kill_loop",
    { loop_generations: 21, steps_without_progress: 5 },
    "critical",
    "auto",
  ],
  ["a loop of 20", "kill_loop", { loop_generations: 20, steps_without_progress: 9 }, "critical", "one"],
  [
    "a loop that gets on",
    "kill_loop",
    { loop_generations: 90, steps_without_progress: 4 },
    "critical",
    "one",
  ],
  ["a loop of which nobody knows", "kill_loop", { loop_generations: 90 }, "critical", "one"],
  [
    "a loop that is not critical",
    "kill_loop",
    { loop_generations: 90, steps_without_progress: 9 },
    "high",
    "one",
  ],
  [
    "one over 10 USD an hour",
    "kill_loop",
    { usd_per_hour: 10.01, steps_without_progress: 5 },
    "high",
    "auto",
  ],
  ["one at 10 USD an hour", "kill_loop", { usd_per_hour: 10, steps_without_progress: 5 }, "high", "one"],
  ["a cost that is no loop", "kill_loop", { usd_per_hour: 500 }, "critical", "one"],
  ["a message", "notify", {}, "high", "auto"],
  ["a deployment", "rerun_or_revert_workflow", {}, "critical", "two"],
  ["an issue", "open_github_issue", { usd_per_hour: 500, steps_without_progress: 9 }, "critical", "one"],
  ["what no rule names", "drop_database", { usd_per_hour: 500 }, "critical", "never"],
])("ships with an answer for %s", (_, action, figures, severity, decide) => {
  expect(shipped(action, figures, severity)).toBe(decide);
});

it("does not let the cost of one finding release an action by the loop of another", () => {
  const figures = [
    { ...NONE, usd_per_hour: 500 },
    { ...NONE, steps_without_progress: 50 },
  ];
  expect(judge(SHIPPED, { action: "kill_loop", resource: "r", severity: "high", figures }).decide).toBe(
    "one",
  );
});

it("takes the first rule that fits action, resource and severity", () => {
  const policy = [
    { name: "hands off", actions: ["*"], resources: ["acme/prod*"], decide: "never" as const },
    {
      name: "two",
      actions: ["open_*"],
      resources: ["acme/*"],
      severities: ["critical" as const],
      decide: "two" as const,
    },
    { name: "one", actions: ["open_github_issue"], decide: "one" as const },
  ].map((rule) => PolicyRule.parse(rule));
  const ask = (resource: string, severity: "high" | "critical") =>
    judge(policy, { action: "open_github_issue", resource, severity, figures: [] });
  expect(ask("acme/production", "high")).toEqual({ decide: "never", rule: "hands off" });
  expect(ask("ACME/Prod", "high")).toEqual({ decide: "never", rule: "hands off" });
  expect(ask("acme/shop", "critical")).toEqual({ decide: "two", rule: "two" });
  expect(ask("acme/shop", "high")).toEqual({ decide: "one", rule: "one" });
  // A dot in a pattern is a dot, and a pattern is the whole name.
  const dotted = [PolicyRule.parse({ name: "d", actions: ["a"], resources: ["a.b"], decide: "one" })];
  const of = (resource: string) =>
    judge(dotted, { action: "a", resource, severity: "high", figures: [] }).decide;
  expect(["a.b", "axb", "a.bc"].map(of)).toEqual(["one", "never", "never"]);
});
