/** Which runner may work on which approval. */
import { isOver, LEASE_MS, leaseHolder } from "../outbox/lease.ts";
import { SENTINEL } from "../contracts/principal.ts";
import type { ApprovalRow } from "../state/rows/gate.ts";
import type { GateContext } from "./context.ts";
import { recordChange } from "./record-change.ts";

let runners = 0;

/** A name of its own for each runner, so that two in one process do not take each other for themselves. */
export function newRunner(): string {
  runners += 1;
  return `${leaseHolder()}/${runners}`;
}

/** Ids of what is to be run, and of what was begun and is to be looked after, the oldest decision first. */
export async function dueApprovals({ state, now }: GateContext): Promise<string[]> {
  const rows = await state.db
    .selectFrom("approvals")
    .selectAll()
    .where("status", "in", ["approved", "running", "unknown"])
    .orderBy("decided_at")
    .orderBy("id")
    .execute();
  return rows.filter((row) => isDue(row, now())).map(({ id }) => id);
}

/**
 * Takes one approval for this runner; undefined when it is not due or another has it. One conditional UPDATE moves
 * approved to running, so that of any number of runners one begins.
 */
export async function claim(
  context: GateContext,
  id: string,
  runner: string,
): Promise<ApprovalRow | undefined> {
  const at = context.now();
  const now = at.toISOString();
  const lease = { lease_by: runner, lease_until: new Date(at.getTime() + LEASE_MS).toISOString() };
  return context.state.write(async (db) => {
    const begun = await db
      .updateTable("approvals")
      .set({ status: "running", started_at: now, ...lease })
      .where("id", "=", id)
      .where("status", "=", "approved")
      .returningAll()
      .executeTakeFirst();
    if (begun !== undefined) {
      const data = { digest: begun.digest, runner };
      await recordChange(db, { kind: "run.started", by: SENTINEL, subject: id, data, at });
      return begun;
    }
    const row = await db.selectFrom("approvals").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined || !isDue(row, at)) return undefined;
    await db.updateTable("approvals").set(lease).where("id", "=", id).execute();
    return { ...row, ...lease };
  });
}

function isDue(row: ApprovalRow, at: Date): boolean {
  if (row.status === "approved") return true;
  const now = at.toISOString();
  const resumed = row.status === "running" && (row.next_at === null || row.next_at <= now);
  const unclear = row.status === "unknown" && row.next_at !== null && row.next_at <= now;
  return (resumed || unclear) && isOver(row, at);
}
