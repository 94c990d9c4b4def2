import { askForPull } from "../../risk/pulls-to-assess.ts";
import type { State } from "../../state/open.ts";

/** GitHub lets a delivery be sent again for three days. */
const KEPT_MS = 4 * 86_400_000;
const PREFIX = "github:";

export type Delivery = {
  /** X-GitHub-Delivery; the signature does not cover it. */
  id: string;
  signature: string;
  repo: string;
  number: number;
};

/**
 * Stores that a pull request is to be looked at, and the delivery, together: what was answered for is not lost, and a
 * delivery that comes again, under whatever id, does nothing. Answers whether it was new.
 */
export function takeEvent(state: State, delivery: Delivery, at: Date): Promise<boolean> {
  const seen_at = at.toISOString();
  return state.write(async (db) => {
    const old = new Date(at.getTime() - KEPT_MS).toISOString();
    await db
      .deleteFrom("replays")
      .where("signature", "like", `${PREFIX}%`)
      .where("seen_at", "<", old)
      .execute();
    const keys = [delivery.id, delivery.signature].map((key) => `${PREFIX}${key}`);
    const known = await db.selectFrom("replays").select("signature").where("signature", "in", keys).execute();
    if (known.length > 0) return false;
    await db
      .insertInto("replays")
      .values(keys.map((signature) => ({ signature, seen_at })))
      .execute();
    await askForPull(db, delivery, at);
    return true;
  });
}
