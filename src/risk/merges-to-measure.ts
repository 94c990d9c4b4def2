/** Merges that GitHub told of and that are not measured to the end: one row each, with the moment to look again. */
import type { State, StateDb } from "../state/open.ts";

export type MergeTold = { repo: string; number: number; merged_at: string };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Until a patrol has fetched the commit. */
const FETCHED_AFTER_MS = 16 * MINUTE_MS;
/** Until the last of the 24 clock hours is over and a patrol has fetched what happened in it. */
const MEASURED_AFTER_MS = 25 * HOUR_MS + FETCHED_AFTER_MS;
/** What went live later, or was never fetched, is left to the job's own hours. */
const GIVEN_UP_AFTER_MS = 72 * HOUR_MS;

/** Call it inside the `state.write` of the event. Answers when its first update is due. */
export async function askForMerge(
  db: StateDb,
  { repo, number, merged_at }: MergeTold,
  at: Date,
): Promise<Date> {
  const next_at = after(at, FETCHED_AFTER_MS);
  await db
    .insertInto("merges_to_measure")
    .values({ repo, number, merged_at, next_at })
    .onConflict((conflict) => conflict.columns(["repo", "number"]).doUpdateSet({ merged_at, next_at }))
    .execute();
  return new Date(next_at);
}

/**
 * After an update of the history: lets go of what is measured to the end, and says when the rest wants its next update;
 * undefined when nothing is waited for. A merge is waited for until its commit is in the history, then until it was live for
 * a day.
 */
export async function settleMerges(state: State, at: Date): Promise<Date | undefined> {
  return state.write(async (db) => {
    const waiting = await db.selectFrom("merges_to_measure").selectAll().orderBy("merged_at").execute();
    let earliest: string | undefined;
    for (const { repo, number, merged_at, next_at } of waiting) {
      const place = { repo, number };
      const known = await db
        .selectFrom("risk_merges")
        .select(["hours", "live_at"])
        .where((row) => row.and(place))
        .orderBy("hours", "desc")
        .executeTakeFirst();
      if (known?.hours === 24 || at.toISOString() >= after(new Date(merged_at), GIVEN_UP_AFTER_MS)) {
        await db
          .deleteFrom("merges_to_measure")
          .where((row) => row.and(place))
          .execute();
        continue;
      }
      const whole = after(new Date(known?.live_at ?? merged_at), MEASURED_AFTER_MS);
      const again = known === undefined || whole <= at.toISOString() ? after(at, HOUR_MS) : whole;
      const next = next_at > at.toISOString() ? next_at : again;
      await db
        .updateTable("merges_to_measure")
        .set({ next_at: next })
        .where((row) => row.and(place))
        .execute();
      if (earliest === undefined || next < earliest) earliest = next;
    }
    return earliest === undefined ? undefined : new Date(earliest);
  });
}

const after = (at: Date, ms: number): string => new Date(at.getTime() + ms).toISOString();
