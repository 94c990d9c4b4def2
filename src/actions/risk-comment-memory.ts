/** Which comment under which pull request tells its risk. The memory outlives the comment: it is never written twice. */
import type { ActionPorts } from "./ports.ts";

type Place = { repo: string; number: number };

/** The id of the comment that was written; undefined when none ever was. */
export async function recallComment(
  { state }: Pick<ActionPorts, "state">,
  { repo, number }: Place,
): Promise<number | undefined> {
  const row = await state.db
    .selectFrom("risk_comments")
    .select("comment_id")
    .where("repo", "=", repo)
    .where("number", "=", number)
    .executeTakeFirst();
  return row?.comment_id;
}

export async function rememberComment(
  { state, now }: Pick<ActionPorts, "state" | "now">,
  { repo, number }: Place,
  comment_id: number,
): Promise<void> {
  const written_at = now().toISOString();
  await state.write(async (db) => {
    await db.replaceInto("risk_comments").values({ repo, number, comment_id, written_at }).execute();
  });
}
