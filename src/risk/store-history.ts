import type { State } from "../state/open.ts";
import type { Share } from "./share-excess.ts";

export type MeasuredMerge = {
  connection: string;
  repo: string;
  sha: string;
  number: number | null;
  title: string | null;
  committed_at: string;
  live_at: string;
  share: Share;
  changes: { path: string; previous_path: string | null }[];
};

/** SQLite takes some 32,000 values in one statement. */
const ROWS_AT_ONCE = 1_000;

/** Keeps merges with the parts of their files; one that was once measured over more hours stays as it is. */
export async function storeHistory(state: State, merges: MeasuredMerge[], at: Date): Promise<void> {
  const [first] = merges;
  if (first === undefined) return;
  const { connection, repo } = first;
  await state.write(async (db) => {
    const stored = await db
      .selectFrom("risk_merges")
      .select(["sha", "hours"])
      .where("connection", "=", connection)
      .where("repo", "=", repo)
      .execute();
    const hours = new Map(stored.map((row) => [row.sha, row.hours]));
    const next = merges.filter(({ sha, share }) => share.hours >= (hours.get(sha) ?? 0));
    const rows = next.map(({ share, changes, sha, number, title, committed_at, live_at }) => ({
      connection,
      repo,
      sha,
      number,
      title,
      committed_at,
      live_at,
      files: changes.length,
      hours: share.hours,
      cost_usd: share.hours === 0 ? null : share.cost_usd,
      errors: share.hours === 0 ? null : share.errors,
      measured_at: at.toISOString(),
    }));
    for (const part of parts(rows)) await db.replaceInto("risk_merges").values(part).execute();
    for (const part of parts(next.flatMap(fileRows)))
      await db.replaceInto("file_risk_history").values(part).execute();
  });
}

/** Which of its files it was, a merge does not say: each bears the same part. */
function fileRows({ connection, repo, sha, share, changes }: MeasuredMerge) {
  return changes.map(({ path, previous_path }) => ({
    connection,
    repo,
    sha,
    path,
    previous_path,
    cost_usd: share.hours === 0 ? null : share.cost_usd / changes.length,
    errors: share.hours === 0 ? null : share.errors / changes.length,
  }));
}

function parts<Row>(rows: Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, index) =>
    rows.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE),
  );
}
