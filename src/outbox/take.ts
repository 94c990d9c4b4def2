import type { State, StateDb } from "../state/open.ts";
import type { StoredLetter } from "./stored-letter.ts";
import { isOver, LEASE_MS, leaseHolder } from "./lease.ts";

/**
 * Leases the next letter that is due, or answers undefined. Letters of one lane leave in the order in which they were
 * stored: an update of a message must not arrive before the message. A letter that waits for its next try, or that
 * another process holds, therefore keeps back those behind it in its lane, and nobody else.
 */
export function takeNext(state: State, at: Date): Promise<StoredLetter | undefined> {
  return state.write(async (db) => {
    const waiting = await db
      .selectFrom("outbox")
      .selectAll()
      .where("status", "=", "waiting")
      .orderBy("id")
      .execute();
    const lanes = new Set<string>();
    for (const letter of waiting) {
      const lane = laneOf(letter);
      if (lanes.has(lane)) continue;
      if (letter.next_at <= at.toISOString() && isOver(letter, at)) return lease(db, letter, at);
      lanes.add(lane);
    }
    return undefined;
  });
}

/** Counted now and not afterwards: a letter that kills its process must not be tried for ever. */
async function lease(db: StateDb, letter: StoredLetter, at: Date): Promise<StoredLetter> {
  const leased = {
    attempts: letter.attempts + 1,
    lease_by: leaseHolder(),
    lease_until: new Date(at.getTime() + LEASE_MS).toISOString(),
  };
  await db.updateTable("outbox").set(leased).where("id", "=", letter.id).execute();
  return { ...letter, ...leased };
}

/** One thread of one subject in Slack; each receiver of a webhook by itself, so that a dead one keeps back no other. */
function laneOf({ channel, cause, payload }: StoredLetter): string {
  if (channel.startsWith("slack_")) return `slack ${cause}`;
  if (channel !== "webhook") return `${channel} ${cause}`;
  const { url } = JSON.parse(payload) as { url?: string };
  return `webhook ${cause} ${url}`;
}
