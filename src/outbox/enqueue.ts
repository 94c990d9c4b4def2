import type { Json } from "../contracts/action.ts";
import type { StateDb } from "../state/open.ts";

/**
 * The ways out. `slack_approval` and `slack_update` carry `{approval_id}` only: what they say is rendered from the
 * state when they are delivered. The others carry their content.
 */
export const CHANNELS = [
  "slack_approval",
  "slack_update",
  "slack_message",
  "slack_images",
  "webhook",
  "mail",
  "pagerduty",
] as const;
export type Channel = (typeof CHANNELS)[number];

export type Letter = {
  channel: Channel;
  /** The same key is stored once: whoever may be called twice for one cause uses one key. */
  key: string;
  payload: { [name: string]: Json };
  /** Id of the approval or incident it is about. */
  cause: string;
  at: Date;
};

/**
 * Stores what is to leave. Call it inside the `state.write` of its cause, so that neither is without the other.
 * Delivered by src/outbox/deliver.ts at least once. False when the key was there already.
 */
export async function enqueue(db: StateDb, { channel, key, payload, cause, at }: Letter): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto("outbox")
    .values({
      channel,
      key,
      payload: JSON.stringify(payload),
      cause,
      status: "waiting",
      attempts: 0,
      created_at: at.toISOString(),
      next_at: at.toISOString(),
      lease_by: null,
      lease_until: null,
      sent_at: null,
      result: null,
      error: null,
    })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}
