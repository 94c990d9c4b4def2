import type { Approval, ApprovalStatus } from "../contracts/approval.ts";
import type { State, StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import { findApproval } from "./find-approval.ts";
import { readApproval } from "./stored-approval.ts";

/** All of them when nothing is given. */
export type ApprovalFilter = {
  status?: ApprovalStatus | "all" | undefined;
  incident_id?: string | undefined;
  limit?: number | undefined;
};

/** Approvals, the newest first. */
export async function listApprovals(state: State, filter: ApprovalFilter = {}): Promise<Approval[]> {
  const { status = "all", incident_id, limit = 500 } = filter;
  let rows = state.db.selectFrom("approvals").selectAll();
  if (status !== "all") rows = rows.where("status", "=", status);
  if (incident_id !== undefined) rows = rows.where("incident_id", "=", incident_id);
  const found = await rows.orderBy("proposed_at", "desc").orderBy("id", "desc").limit(limit).execute();
  return withVotes(state.db, found);
}

/** One approval by its id or the start of it. Throws `not_found` with the nearest ids. */
export async function getApproval(state: Pick<State, "db">, id: string): Promise<Approval> {
  return wholeApproval(state.db, await findApproval(state.db, id));
}

export async function wholeApproval(db: StateDb, row: ApprovalRow): Promise<Approval> {
  const votes = await db.selectFrom("approval_votes").selectAll().where("approval_id", "=", row.id).execute();
  return readApproval(row, votes);
}

async function withVotes(db: StateDb, rows: ApprovalRow[]): Promise<Approval[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const votes = await db.selectFrom("approval_votes").selectAll().where("approval_id", "in", ids).execute();
  return rows.map((row) =>
    readApproval(
      row,
      votes.filter(({ approval_id }) => approval_id === row.id),
    ),
  );
}
