import { meantId } from "../incidents/meant-id.ts";
import type { StateDb } from "../state/open.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";

/**
 * The approval a person means: a whole id or a start that fits only one, with or without `apr_`. Throws `not_found`
 * with the nearest ids, `usage` for a start that fits several.
 */
export async function findApproval(db: StateDb, typed: string): Promise<ApprovalRow> {
  const id = await meantId(db, "approvals", typed);
  return db.selectFrom("approvals").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}
