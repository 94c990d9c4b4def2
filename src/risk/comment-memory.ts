/** Which comment is ours under which pull request: one is written, edited in place, and never written again once deleted. */
import type { State } from "../state/open.ts";

export type CommentMemory = { comment_id: string; head_sha: string | null; deleted_at: string | null };
export type CommentPlace = { connection: string; repo: string; number: number };

export async function recallComment(state: State, place: CommentPlace): Promise<CommentMemory | undefined> {
  return state.db
    .selectFrom("risk_comments")
    .select(["comment_id", "head_sha", "deleted_at"])
    .where("connection", "=", place.connection)
    .where("repo", "=", place.repo)
    .where("number", "=", place.number)
    .executeTakeFirst();
}

/** What came of writing it: `gone` when the known comment is not there any more. */
export type Posted = { comment_id: string; outcome: "created" | "updated" | "gone" };

export async function rememberComment(
  state: State,
  place: CommentPlace,
  { posted, head_sha, at }: { posted: Posted; head_sha: string | null; at: Date },
): Promise<void> {
  const { connection, repo, number } = place;
  await state.write(async (db) => {
    await db
      .replaceInto("risk_comments")
      .values({
        connection,
        repo,
        number,
        head_sha,
        comment_id: posted.comment_id,
        posted_at: at.toISOString(),
        deleted_at: posted.outcome === "gone" ? at.toISOString() : null,
      })
      .execute();
  });
}
