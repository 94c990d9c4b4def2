/** Ids of a workspace that a seed does not state. */
import { createHash } from "node:crypto";

/** Slack's ids look like `C0123456789`; the same name always gets the same one. */
export function idFor(letter: string, name: string): string {
  const digest = createHash("sha256").update(name).digest();
  return (
    letter + [...digest.subarray(0, 10)].map((byte) => "0123456789ABCDEFGHIJKLMNOPQRSTUV"[byte % 32]).join("")
  );
}

/** The bot whose token is used, its user and its app: the same in every workspace. */
export const BOT = {
  bot_id: idFor("B", "sentinel"),
  user: idFor("U", "sentinel"),
  app_id: idFor("A", "sentinel"),
};
