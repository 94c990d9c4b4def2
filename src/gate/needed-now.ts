import { SentinelError } from "../errors.ts";
import { readFinding } from "../incidents/kept-finding.ts";
import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import { Severity } from "../contracts/finding.ts";
import type { GateContext } from "./context.ts";
import { figuresFor } from "./figures.ts";
import { judge } from "./policy.ts";
import { actionOf } from "./propose.ts";
import { readArgs } from "./stored-approval.ts";

/**
 * How many must agree to a stored proposal: what was asked for when it was made, or more when policy has become stricter
 * since. Throws `conflict` when policy allows it no more, and when what people see (preview, resource) is not that of what
 * would be run: the digest does not cover those words.
 */
export async function neededNow(
  db: StateDb,
  context: Pick<GateContext, "actions" | "settings">,
  row: ApprovalRow,
): Promise<number> {
  const args = readArgs(row.args);
  const action = actionOf(context, row.action);
  const parsed = action.input.safeParse(args);
  if (!parsed.success)
    throw new SentinelError("conflict", `this Sentinel cannot do ${row.action} with these arguments`, {
      hint: "another version proposed it: refuse it, or let it expire",
    });
  const input = parsed.data;
  const resource = action.resource(input);
  if (JSON.stringify(action.preview(input)) !== row.preview || resource !== row.resource) {
    throw new SentinelError("conflict", `what approval ${row.id} shows is not what would be done`, {
      hint: "it was edited, or proposed by another version of Sentinel: refuse it, or let it expire",
    });
  }
  const findings = await db
    .selectFrom("findings")
    .selectAll()
    .where("incident_id", "=", row.incident_id)
    .execute();
  const { decide, rule } = judge(context.settings().policy, {
    action: row.action,
    resource,
    severity: Severity.parse(row.severity),
    figures: figuresFor(args, findings.map(readFinding)),
  });
  if (decide === "never") {
    throw new SentinelError("conflict", `policy has stopped allowing ${row.action} (${rule})`, {
      hint: "settings.json gate.policy says what may be done",
    });
  }
  return Math.max(row.approvals_needed, decide === "two" ? 2 : 1);
}
