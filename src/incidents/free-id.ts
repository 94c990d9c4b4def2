import type { StateDb } from "../state/open.ts";
import { idStem, makeId, PAST_LETTERS } from "./make-id.ts";

const PREFIXES = { incidents: "inc", findings: "fnd", approvals: "apr" } as const;

/** The next id of a table for something of that moment. Rows are never deleted, so their number is the next one. */
export async function freeId(db: StateDb, table: keyof typeof PREFIXES, at: string): Promise<string> {
  const stem = idStem(PREFIXES[table], new Date(at));
  const { taken } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("taken"))
    .where("id", ">=", stem)
    .where("id", "<", stem + PAST_LETTERS)
    .executeTakeFirstOrThrow();
  return makeId(stem, taken);
}
