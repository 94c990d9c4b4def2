import { appendAudit, type AuditEntry } from "../audit/append.ts";
import { enqueue } from "../outbox/enqueue.ts";
import type { StateDb } from "../state/open.ts";

/**
 * Records a change of an approval in the audit chain and has its Slack message follow. Call it inside the
 * `state.write` of the change. Each entry of the chain has a number of its own, so each change has a letter of its own.
 */
export async function recordChange(db: StateDb, entry: AuditEntry): Promise<void> {
  const { seq } = await appendAudit(db, entry);
  await enqueue(db, {
    channel: "slack_update",
    key: `slack_update:${entry.subject}:${seq}`,
    payload: { approval_id: entry.subject },
    cause: entry.subject,
    at: entry.at,
  });
}
