import type { Lake } from "../lake/open.ts";
import type { State } from "../state/open.ts";
import { listApprovals } from "./read-approvals.ts";

/** The copy is written anew at each patrol; what is older is read with `sentinel audit`. */
const NEWEST = 10_000;

/** Copies approvals and the audit log into the lake's `sentinel_approvals` and `sentinel_audit`, for SQL to join. */
export async function mirrorGate(state: State, lake: Pick<Lake, "mirror">): Promise<void> {
  const approvals = await listApprovals(state, { limit: NEWEST });
  await lake.mirror(
    "sentinel_approvals",
    approvals.map((approval) => ({
      ...approval,
      title: approval.preview.title,
      decided_by: approval.votes.map(({ by }) => by),
    })),
  );
  const entries = await state.db
    .selectFrom("audit")
    .selectAll()
    .orderBy("seq", "desc")
    .limit(NEWEST)
    .execute();
  await lake.mirror("sentinel_audit", entries.toReversed());
}
