import { appendAudit, type AuditEntry } from "../audit/append.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { StateDb } from "../state/open.ts";

/**
 * Records a change of an approval in the audit chain and has its Slack message, where it has one, follow. Call it inside the
 * `state.write` of the change. Each entry of the chain has a number of its own, so each change has a letter of its own.
 */
export async function recordChange(db: StateDb, entry: AuditEntry): Promise<void> {
  const { seq } = await appendAudit(db, entry);
  if (await isQuiet(db, entry.subject)) return;
  await enqueue(db, {
    channel: "slack_update",
    key: `slack_update:${entry.subject}:${seq}`,
    payload: { approval_id: entry.subject },
    cause: entry.subject,
    at: entry.at,
  });
}

/** What is told of a pull request by itself is told there; the channel of incidents would drown in it. */
async function isQuiet(db: StateDb, approval_id: string): Promise<boolean> {
  const row = await db
    .selectFrom("approvals")
    .select(["incident_id", "decide"])
    .where("id", "=", approval_id)
    .executeTakeFirst();
  return row?.incident_id === null && row.decide === "auto";
}
