import { SentinelError } from "../errors.ts";
import type { QueryContext } from "../queries/run.ts";
import { pullsInLake, type PullReader, type PullRequest } from "./pull-request.ts";

export type PullAsked = {
  repo: string;
  number: number;
  /** Where several connections have the repository. */
  connection?: string | undefined;
  /** The newest commit as the asker knows it: after a push the lake's files are those of an older one. */
  head_sha?: string | undefined;
  /** Read it live, whatever the lake has. */
  live?: boolean | undefined;
};

/**
 * The pull request of the lake; read live when it is not there, has no files there or was pushed to since. Throws
 * `not_found` when neither has it, and what the reader throws.
 */
export async function findPull(
  context: QueryContext & { read?: PullReader | undefined },
  asked: PullAsked,
  at: Date,
): Promise<{ pull: PullRequest; notes: string[] }> {
  const { repo, number, head_sha } = asked;
  const known = (await pullsInLake(context, asked, at)).find(
    ({ connection }) => asked.connection === undefined || connection === asked.connection,
  );
  const pushed = known !== undefined && head_sha !== undefined && known.head_sha !== head_sha;
  const whole =
    known !== undefined &&
    asked.live !== true &&
    !pushed &&
    (known.files.length > 0 || known.changed_files === 0);
  if (whole) return { pull: known, notes: [] };
  if (context.read !== undefined) {
    const live = await context.read(repo, number);
    const moved = head_sha !== undefined && live.head_sha !== head_sha;
    const notes = moved ? ["the branch was pushed to again while this was asked"] : [];
    return { pull: { ...live, connection: known?.connection ?? asked.connection ?? null }, notes };
  }
  if (known === undefined) {
    throw new SentinelError("not_found", `there is no pull request ${number} of ${repo} in the lake`, {
      hint: "run `sentinel sync github`, or set GITHUB_TOKEN to read it live",
    });
  }
  return {
    pull: known,
    notes: [
      pushed
        ? "the files are those of an older commit of the branch: it was pushed to since the last sync"
        : "the lake does not know which files it changes",
    ],
  };
}
