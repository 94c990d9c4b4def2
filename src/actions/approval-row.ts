import type { Json } from "../contracts/action.ts";
import type { State } from "../state/open.ts";

/**
 * What the approval behind a key says about the moment it was made and run: the preconditions that were approved, and
 * when its run began. undefined without such an approval.
 */
export async function approvalRow(
  state: State,
  key: string,
): Promise<{ preconditions: { [name: string]: Json }; started_at: Date | undefined } | undefined> {
  const row = await state.db
    .selectFrom("approvals")
    .select(["preconditions", "started_at"])
    .where("id", "=", key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    preconditions: JSON.parse(row.preconditions) as { [name: string]: Json },
    started_at: row.started_at === null ? undefined : new Date(row.started_at),
  };
}
