import type { Decide } from "../contracts/approval.ts";
import type { Severity } from "../contracts/finding.ts";
import type { Figures } from "./figures.ts";
import type { PolicyRule } from "./policy-settings.ts";

export type Verdict = { decide: Decide; rule: string };

export type Request = {
  action: string;
  resource: string;
  severity: Severity;
  /** One entry per finding that the action is about. */
  figures: Figures[];
};

/** The first rule that fits decides; nothing that no rule names may be done. */
export function judge(policy: PolicyRule[], request: Request): Verdict {
  const rule = policy.find((candidate) => fits(candidate, request));
  return rule === undefined
    ? { decide: "never", rule: "no rule allows it" }
    : { decide: rule.decide, rule: rule.name };
}

function fits({ actions, resources, severities, when }: PolicyRule, request: Request): boolean {
  return (
    actions.some((pattern) => matches(pattern, request.action)) &&
    resources.some((pattern) => matches(pattern, request.resource)) &&
    severities.includes(request.severity) &&
    (Object.values(when).every((limit) => limit === undefined) ||
      request.figures.some((figures) => holds(when, figures)))
  );
}

/** All conditions on one finding: the cost of one trouble must not release an action against another. */
function holds(when: PolicyRule["when"], figures: Figures): boolean {
  const { loop_generations_over, steps_without_progress_at_least, usd_per_hour_over } = when;
  const { loop_generations, steps_without_progress, usd_per_hour } = figures;
  return (
    (loop_generations_over === undefined || (loop_generations ?? -Infinity) > loop_generations_over) &&
    (steps_without_progress_at_least === undefined ||
      (steps_without_progress ?? -Infinity) >= steps_without_progress_at_least) &&
    (usd_per_hour_over === undefined || (usd_per_hour ?? -Infinity) > usd_per_hour_over)
  );
}

/** `*` stands for any run of characters. Case is ignored, as the vendors do for the names of repositories. */
function matches(pattern: string, name: string): boolean {
  const source = pattern.split("*").map(escapeRegExp).join(".*");
  return new RegExp(`^${source}$`, "is").test(name);
}

const escapeRegExp = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
