import type { State } from "../state/open.ts";

/** Where an approval's message is: by it, and not by `response_url`, which lasts 30 minutes, it is edited for hours. */
export type Place = { channel: string; ts: string };

export async function placeOf(state: State, approval_id: string): Promise<Place | undefined> {
  const row = await state.db
    .selectFrom("approvals")
    .select(["slack_channel", "slack_ts"])
    .where("id", "=", approval_id)
    .executeTakeFirst();
  const { slack_channel: channel, slack_ts: ts } = row ?? {};
  return channel && ts ? { channel, ts } : undefined;
}

export async function savePlace(state: State, approval_id: string, { channel, ts }: Place): Promise<void> {
  await state.write((db) =>
    db
      .updateTable("approvals")
      .set({ slack_channel: channel, slack_ts: ts })
      .where("id", "=", approval_id)
      .execute(),
  );
}
