/** A pull request as its assessment needs it. All text in it is somebody else's. */
import { z } from "zod";

import { runQuery, type QueryContext } from "../queries/run.ts";

export type PullRequest = {
  /** The connection it was read from; null when it was read live. */
  connection: string | null;
  repo: string;
  number: number;
  title: string | null;
  author: string | null;
  bot: boolean;
  open: boolean;
  draft: boolean;
  /** Comes from another owner's repository; null when that is not known. */
  fork: boolean | null;
  head_sha: string | null;
  /** As GitHub counts them; more than are listed beyond 3,000. */
  changed_files: number;
  files: { path: string; previous_path: string | null }[];
  /** The lake's is as old as the last sync. */
  read_from: "lake" | "live";
};

/**
 * Reads a pull request at GitHub, now. Throws `not_found` when it is not there or not visible, `unauthorized` when the
 * token may not read it, `upstream` for anything else.
 */
export type PullReader = (repo: string, number: number) => Promise<PullRequest>;

export const PullRow = z.object({
  repo: z.string(),
  number: z.number(),
  title: z.string().nullable(),
  author: z.string().nullable(),
  author_type: z.string().nullable(),
  state: z.string().nullable(),
  draft: z.boolean().nullable(),
  head_label: z.string().nullable(),
  head_sha: z.string().nullable(),
  changed_files: z.number().nullable(),
});

const LakeRow = PullRow.extend({
  connection: z.string(),
  path: z.string().nullable(),
  previous_path: z.string().nullable(),
});

export function pullOf(
  row: z.infer<typeof PullRow>,
  files: PullRequest["files"],
  from: Pick<PullRequest, "connection" | "read_from">,
): PullRequest {
  const [owner] = row.repo.split("/");
  const [head] = row.head_label?.split(":") ?? [];
  return {
    ...from,
    repo: row.repo,
    number: row.number,
    title: row.title,
    author: row.author,
    bot: row.author_type === "Bot" || row.author?.endsWith("[bot]") === true,
    open: row.state === "open",
    draft: row.draft === true,
    fork: head === undefined ? null : head.toLowerCase() !== owner?.toLowerCase(),
    head_sha: row.head_sha,
    changed_files: Math.max(row.changed_files ?? 0, files.length),
    files,
  };
}

/** The pull request as the lake has it, per connection that does. */
export async function pullsInLake(
  context: QueryContext,
  { repo, number }: { repo: string; number: number },
  at: Date,
): Promise<PullRequest[]> {
  const { rows } = await runQuery(context, "pull_request_changes", { repo, number }, at);
  const read = z.array(LakeRow).parse(rows);
  return [...new Set(read.map(({ connection }) => connection))].flatMap((connection) => {
    const own = read.filter((row) => row.connection === connection);
    const files = own.flatMap(({ path, previous_path }) => (path === null ? [] : { path, previous_path }));
    const [first] = own;
    return first === undefined ? [] : pullOf(first, files, { connection, read_from: "lake" });
  });
}
