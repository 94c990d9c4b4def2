import type { Approval } from "../contracts/approval.ts";
import { claim, dueApprovals, newRunner } from "./claim.ts";
import type { GateContext } from "./context.ts";
import { execute } from "./execute.ts";
import { findApproval } from "./find-approval.ts";
import { saveOutcome } from "./outcome.ts";
import { getApproval } from "./read-approvals.ts";

/**
 * Runs what was approved, and looks after what was begun and whose outcome is not known; one approval when an id is
 * given. Safe in several processes at once: each approval is one runner's at a time, and runs at most once. Answers
 * what it worked on, as it is then. What goes wrong with one is logged and leaves the others alone.
 */
export async function runApproved(context: GateContext, id?: string): Promise<Approval[]> {
  const ids =
    id === undefined ? await dueApprovals(context) : [(await findApproval(context.state.db, id)).id];
  const worked: Approval[] = [];
  for (const one of ids) {
    try {
      const approval = await runOne(context, one);
      if (approval !== undefined) worked.push(approval);
    } catch (error) {
      context.log.error({ approval: one, err: error }, "an approved action could not be looked after");
    }
  }
  if (worked.length > 0) await context.anchor?.();
  return worked;
}

async function runOne(context: GateContext, id: string): Promise<Approval | undefined> {
  const runner = newRunner();
  const row = await claim(context, id, runner);
  if (row === undefined) return undefined;
  context.passed?.("running_set");
  const outcome = await execute(context, row, runner);
  if (outcome === undefined) return undefined;
  await saveOutcome(context, row, runner, outcome);
  if (outcome.to === "done") context.passed?.("result_saved");
  return getApproval(context.state, id);
}
