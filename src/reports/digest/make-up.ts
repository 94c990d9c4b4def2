/** Digests of weeks whose day came while nobody was there to make them. */
import { makeDigest } from "./make.ts";
import type { SendContext } from "./send.ts";
import { dueOf } from "./settings.ts";
import { storeDigest } from "./store.ts";
import { lastDueWeek, weekBefore, type Week } from "./week.ts";

/** A quarter of a year: what is older was mostly let go of by the vendors, and read by nobody. */
const MOST_WEEKS = 13;

/**
 * Makes the digests that the archive lacks between its oldest one and the newest that is due, the oldest first, and stores
 * them. They are not sent: people want to know how things are, not five old letters at once. Answers their weeks.
 */
export async function makeUpDigests(context: Omit<SendContext, "ways">, at: Date): Promise<string[]> {
  const settings = context.settings();
  const due = lastDueWeek(at, settings.time_zone, dueOf(settings));
  const made: string[] = [];
  for (const week of await missingWeeks(context, due)) {
    const digest = await makeDigest(context, week, at);
    if (await context.state.write((db) => storeDigest(db, digest))) made.push(week.id);
  }
  return made;
}

async function missingWeeks({ state }: Pick<SendContext, "state">, due: Week): Promise<Week[]> {
  const stored = await state.db
    .selectFrom("digests")
    .select(["week", "from_at"])
    .orderBy("from_at")
    .execute();
  const [oldest] = stored;
  if (oldest === undefined) return [];
  const known = new Set(stored.map(({ week }) => week));
  const weeks: Week[] = [];
  let week = weekBefore(due);
  for (let back = 1; back < MOST_WEEKS && week.from.toISOString() > oldest.from_at; back += 1) {
    if (!known.has(week.id)) weeks.unshift(week);
    week = weekBefore(week);
  }
  return weeks;
}
