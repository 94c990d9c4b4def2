/** A repository's riskiest files, measured up to now. */
import { SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import { riskiestFiles } from "../risk/riskiest-files.ts";
import type { Terms } from "../risk/score-files.ts";
import { updateRisk } from "./update-risk.ts";

export type FileRiskReport = {
  connection: string;
  repo: string;
  merges: number;
  measured: number;
  files: { path: string; merges: number; measured: number; terms: Terms }[];
};

/** Throws `not_found` for a repository of which no merge is known, `usage` when several connections have it. */
export async function fileRisks(
  sentinel: Sentinel,
  asked: { repo: string; connection?: string | undefined; limit: number },
  at: Date,
): Promise<FileRiskReport> {
  const updated = await updateRisk(sentinel, at);
  const [place, ...others] = updated.filter(
    ({ repo, connection }) =>
      repo === asked.repo && (asked.connection === undefined || connection === asked.connection),
  );
  if (place === undefined) {
    throw new SentinelError("not_found", `no merge of ${asked.repo} is in the lake`, {
      hint: "add it to GITHUB_REPOS and run `sentinel sync github`",
    });
  }
  if (others.length > 0)
    throw new SentinelError("usage", `several connections have ${asked.repo}`, {
      hint: [place, ...others].map(({ connection }) => `--connection ${connection}`).join(", "),
    });
  const { connection, repo, merges, measured } = place;
  const context = { state: sentinel.state(), settings: sentinel.settings.risk };
  const files = await riskiestFiles(context, { connection, repo, limit: asked.limit }, at);
  return {
    connection,
    repo,
    merges,
    measured,
    files: files.map((file) => ({
      path: file.path,
      merges: file.merges.length,
      measured: file.measured,
      terms: file.terms,
    })),
  };
}
