/** What became of a digest's letters. */
import type { State } from "../../state/open.ts";

export type Sending = {
  /** slack or mail. */
  way: string;
  /** `waiting` until it got through, `dead` when it was given up. */
  status: string;
  attempts: number;
  sent_at: string | null;
  /** What went wrong last; no secrets. */
  error: string | null;
};

/** By week; a week is left out when nothing was to be sent of it. */
export async function readSending(state: State): Promise<Map<string, Sending[]>> {
  const rows = await state.db
    .selectFrom("outbox")
    .select(["key", "cause", "status", "attempts", "sent_at", "error"])
    .where("key", "like", "digest:%")
    .orderBy("id")
    .execute();
  const weeks = new Map<string, Sending[]>();
  for (const { key, cause, ...standing } of rows) {
    const way = key.split(":").at(-1) ?? "";
    weeks.set(cause, [...(weeks.get(cause) ?? []), { way, ...standing }]);
  }
  return weeks;
}
