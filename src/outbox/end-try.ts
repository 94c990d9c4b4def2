/** What a try leaves behind. */
import type { StateDb } from "../state/open.ts";
import type { StoredLetter } from "./stored-letter.ts";

type End = Pick<StoredLetter, "status" | "error"> &
  Partial<Pick<StoredLetter, "sent_at" | "result" | "next_at">>;

/**
 * Ends the lease and writes the outcome; false when the letter is no longer ours. Only the holder of this very lease
 * may: a letter whose time was up has been given to another.
 */
export async function endTry(
  db: StateDb,
  { id, lease_by, attempts }: Pick<StoredLetter, "id" | "lease_by" | "attempts">,
  end: End,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("outbox")
    .set({ ...end, lease_by: null, lease_until: null })
    .where("id", "=", id)
    .where("lease_by", "=", lease_by)
    .where("attempts", "=", attempts)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** No letter to Slack before `until` (ISO). */
export async function holdSlack(db: StateDb, until: string): Promise<void> {
  await db
    .updateTable("outbox")
    .set({ next_at: until })
    .where("status", "=", "waiting")
    .where("channel", "like", "slack%")
    .where("next_at", "<", until)
    .execute();
}
