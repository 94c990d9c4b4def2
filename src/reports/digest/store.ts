/** The archive: one digest per week, the first that was stored. */
import type { State, StateDb } from "../../state/open.ts";
import { Digest } from "./digest.ts";

/** False when the week has one already: whoever lost a race, or runs again after a crash, stores and sends nothing. */
export async function storeDigest(db: StateDb, digest: Digest): Promise<boolean> {
  const { week, from, to, made_at } = digest;
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto("digests")
    .values({ week, from_at: from, to_at: to, made_at, content: JSON.stringify(digest) })
    .onConflict((conflict) => conflict.column("week").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

export async function findDigest(state: State, week: string): Promise<Digest | undefined> {
  const row = await state.db
    .selectFrom("digests")
    .select("content")
    .where("week", "=", week)
    .executeTakeFirst();
  return row === undefined ? undefined : Digest.parse(JSON.parse(row.content));
}

/** The newest first. */
export async function listDigests(state: State, most = 52): Promise<Digest[]> {
  const rows = await state.db
    .selectFrom("digests")
    .select("content")
    .orderBy("from_at", "desc")
    .limit(most)
    .execute();
  return rows.map(({ content }) => Digest.parse(JSON.parse(content)));
}
