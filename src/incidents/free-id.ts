import type { StateDb } from "../state/open.ts";
import { idStem, makeId } from "./make-id.ts";

const PREFIXES = { incidents: "inc", findings: "fnd", approvals: "apr" } as const;

/** The next id of a table for something of that moment. Rows are never deleted, so their number is the next one. */
export async function freeId(db: StateDb, table: keyof typeof PREFIXES, at: string): Promise<string> {
  const stem = idStem(PREFIXES[table], new Date(at));
  const { taken } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("taken"))
    .where("id", "like", `${stem}%`)
    .executeTakeFirstOrThrow();
  return makeId(stem, taken);
}
