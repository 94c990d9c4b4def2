import type { State } from "../state/open.ts";

/** A file's part of what one merge was followed by; null where it could not be measured. */
export type FileMerge = {
  sha: string;
  number: number | null;
  title: string | null;
  committed_at: string;
  live_at: string;
  hours: number;
  path: string;
  previous_path: string | null;
  cost_usd: number | null;
  errors: number | null;
};

/** All file rows of a repository before a moment, the oldest commit first. */
export async function readHistory(
  state: State,
  { connection, repo, before }: { connection: string; repo: string; before: Date },
): Promise<FileMerge[]> {
  return state.db
    .selectFrom("file_risk_history as file")
    .innerJoin("risk_merges as merge", (join) =>
      join
        .onRef("merge.connection", "=", "file.connection")
        .onRef("merge.repo", "=", "file.repo")
        .onRef("merge.sha", "=", "file.sha"),
    )
    .select([
      "merge.sha",
      "merge.number",
      "merge.title",
      "merge.committed_at",
      "merge.live_at",
      "merge.hours",
      "file.path",
      "file.previous_path",
      "file.cost_usd",
      "file.errors",
    ])
    .where("file.connection", "=", connection)
    .where("file.repo", "=", repo)
    .where("merge.live_at", "<", before.toISOString())
    .orderBy("merge.committed_at")
    .orderBy("merge.sha")
    .execute();
}

/** The connections that have a history of a repository. */
export async function historyConnections(state: State, repo: string): Promise<string[]> {
  const rows = await state.db
    .selectFrom("risk_merges")
    .select("connection")
    .distinct()
    .where("repo", "=", repo)
    .orderBy("connection")
    .execute();
  return rows.map(({ connection }) => connection);
}
