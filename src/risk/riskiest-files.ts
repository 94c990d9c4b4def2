import { groupBy } from "../../detectors/judge/group.ts";
import type { State } from "../state/open.ts";
import { followRenames } from "./follow-renames.ts";
import { readHistory } from "./read-history.ts";
import type { RiskSettings } from "./risk-settings.ts";
import { riskOfFile, type FileRisk } from "./score-files.ts";

/** The files of a repository by their score, under the names they have now; the riskiest first. */
export async function riskiestFiles(
  context: { state: State; settings: RiskSettings },
  { connection, repo, limit }: { connection: string; repo: string; limit: number },
  at: Date,
): Promise<FileRisk[]> {
  const history = await readHistory(context.state, { connection, repo, before: at });
  const follow = followRenames(history);
  const byPath = groupBy(history, ({ path }) => path);
  // A name that was given away in a rename and not taken again is the history of another file.
  const gone = new Set(
    history.flatMap(({ previous_path, committed_at }) => {
      if (previous_path === null) return [];
      const later = (byPath.get(previous_path) ?? []).some((one) => one.committed_at > committed_at);
      return later ? [] : previous_path;
    }),
  );
  return [...byPath.keys()]
    .filter((path) => !gone.has(path))
    .map((path) =>
      riskOfFile(path, follow({ path, previous_path: null }), context.settings.half_life_days, at),
    )
    .filter(({ measured }) => measured > 0)
    .toSorted((one, other) => other.terms.score - one.terms.score || one.path.localeCompare(other.path))
    .slice(0, limit);
}
