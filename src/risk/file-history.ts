import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import { followRenames } from "./follow-renames.ts";
import { readHistory } from "./read-history.ts";
import type { RiskSettings } from "./risk-settings.ts";
import { riskOfFile, weighMerges, type Terms, type WeighedMerge } from "./score-files.ts";

export type FileHistory = {
  connection: string;
  repo: string;
  path: string;
  /** Names that it had before, the latest first. */
  former: string[];
  half_life_days: number;
  terms: Terms;
  /** The newest first. */
  merges: WeighedMerge[];
};

export type FileAsked = { repo: string; path: string; connection?: string | undefined };

/**
 * One file of a repository with every merge that touched it and what each adds to its score, by what the state holds.
 * Throws `not_found` for a file that no merge touched, `usage` when several connections have it.
 */
export async function fileHistory(
  { state, settings }: { state: State; settings: RiskSettings },
  { repo, path, connection }: FileAsked,
  at: Date,
): Promise<FileHistory> {
  const connections = await state.db
    .selectFrom("file_risk_history")
    .select("connection")
    .distinct()
    .where("repo", "=", repo)
    .where("path", "=", path)
    .orderBy("connection")
    .execute();
  const [place, ...others] = connections.filter(
    (one) => connection === undefined || one.connection === connection,
  );
  if (place === undefined) {
    throw new SentinelError("not_found", `no merge of ${repo} that is known touched ${path}`, {
      hint: "the list of files has those that one did",
    });
  }
  if (others.length > 0) {
    throw new SentinelError("usage", `several connections have ${path} of ${repo}`, {
      hint: `name one: ${[place, ...others].map((one) => one.connection).join(", ")}`,
    });
  }
  const history = await readHistory(state, { ...place, repo, before: at });
  const merges = followRenames(history)({ path, previous_path: null }).toReversed();
  const { half_life_days } = settings;
  return {
    ...place,
    repo,
    path,
    former: [...new Set(merges.flatMap((merge) => [merge.path, merge.previous_path ?? []].flat()))].filter(
      (name) => name !== path,
    ),
    half_life_days,
    terms: riskOfFile(path, merges, half_life_days, at).terms,
    merges: weighMerges(merges, half_life_days, at),
  };
}
