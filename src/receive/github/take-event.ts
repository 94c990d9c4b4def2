import { askForPull } from "../../risk/pulls-to-assess.ts";
import { askForMerge, type MergeTold } from "../../risk/merges-to-measure.ts";
import { askForRun } from "../../state/ask-for-run.ts";
import type { State, StateDb } from "../../state/open.ts";

/** GitHub lets a delivery be sent again for three days. */
const KEPT_MS = 4 * 86_400_000;
const PREFIX = "github:";

export type Delivery = {
  /** X-GitHub-Delivery; the signature does not cover it. */
  id: string;
  signature: string;
  repo: string;
  number: number;
  merged_at: string | null;
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
    if (delivery.merged_at !== null)
      await measureMerge(db, { ...delivery, merged_at: delivery.merged_at }, at);
    return true;
  });
}

/** The history is updated once the commit can have been fetched, and once its day is over, whatever the job's hours are. */
async function measureMerge(db: StateDb, merge: MergeTold, at: Date): Promise<void> {
  const merged_at = new Date(merge.merged_at).toISOString();
  await askForRun(db, "risk", await askForMerge(db, { ...merge, merged_at }, at));
}
