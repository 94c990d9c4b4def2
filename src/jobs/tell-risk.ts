/** Says the risk of a pull request at GitHub: through the gate, like everything that is done outside. */
import type { ApprovalStatus } from "../contracts/approval.ts";
import { SENTINEL } from "../contracts/principal.ts";
import { propose } from "../gate/propose.ts";
import { getApproval } from "../gate/read-approvals.ts";
import { runApproved } from "../gate/run-approved.ts";
import { withdraw } from "../gate/withdraw.ts";
import type { Sentinel } from "../main.ts";
import type { PullProposal } from "../risk/pull-proposals.ts";

/** What became of one thing to say. */
export type Told = {
  action: string;
  /** Null when it was not proposed. */
  approval_id: string | null;
  status: ApprovalStatus | null;
  url: string | null;
  /** Why it was not done, or not yet. */
  why: string | null;
  /** Whether saying it again later may do better. */
  again: boolean;
};

/**
 * The text is Sentinel's own, whoever asked for it, so Sentinel proposes it. A review that waits for its approval is
 * taken back when there is no more reason for it.
 */
export async function tellRisk(
  sentinel: Sentinel,
  { repo, number }: { repo: string; number: number },
  proposals: PullProposal[],
): Promise<Told[]> {
  const gate = sentinel.gate();
  const told: Told[] = [];
  for (const proposal of proposals) told.push(await say(sentinel, proposal));
  if (!proposals.some(({ action }) => action === REVIEW)) {
    const resource = `${repo}#${number}`;
    await withdraw(gate, { action: REVIEW, resource, by: SENTINEL, at: sentinel.now() });
  }
  return told;
}

const REVIEW = "request_pr_changes";

async function say(sentinel: Sentinel, { action, args, pull }: PullProposal): Promise<Told> {
  const gate = sentinel.gate();
  const answer = await propose(gate, { pull, action, args, by: SENTINEL });
  if ("denied" in answer) {
    const again = answer.may_pass === true;
    return { action, approval_id: null, status: null, url: null, why: answer.denied, again };
  }
  if (answer.status === "approved") await runApproved(gate, answer.id);
  const { id, status, result, error, rule } = await getApproval(sentinel.state(), answer.id);
  const why = status === "proposed" ? `it waits for a decision (${rule})` : error;
  // Another text about the same request is on its way: this one comes after it.
  const again = status === "approved" || status === "running" || status === "unknown";
  return { action, approval_id: id, status, url: result?.url ?? null, why, again };
}
