import type { State } from "../state/open.ts";
import { WINDOW_S } from "./verify-signature.ts";

/** A signature made for a moment ahead of ours stays valid twice as long as the window is wide. */
const KEPT_MS = 3 * WINDOW_S * 1000;

/**
 * Whether a verified request is here for the first time. Slack never sends one twice with the same signature, so the
 * second one is somebody else's. Old ones are forgotten: the window refuses them by then.
 */
export function claimOnce(state: State, signature: string, at: Date): Promise<boolean> {
  return state.write(async (db) => {
    const old = new Date(at.getTime() - KEPT_MS).toISOString();
    await db.deleteFrom("replays").where("signature", "like", "v0=%").where("seen_at", "<", old).execute();
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto("replays")
      .values({ signature, seen_at: at.toISOString() })
      .onConflict((conflict) => conflict.column("signature").doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows > 0n;
  });
}
