import { count } from "../../detectors/blame/words.ts";
import type { State } from "../state/open.ts";
import { readIncidentBlames } from "./incident-blames.ts";
import type { RiskReason } from "./assessment.ts";
import type { FileMerge } from "./read-history.ts";
import { POINTS_PER_ERROR, POINTS_PER_USD, type FileRisk } from "./score-files.ts";

const MOST_REASONS = 3;
/** Points below which a file is no reason by itself: they show as 0.0. */
const LEAST_POINTS = 0.05;

/** The files that weigh most, with the incidents that stand behind them; an incident alone is a reason too. */
export async function reasonsOf(
  state: State,
  { connection, repo }: { connection: string; repo: string },
  files: FileRisk[],
): Promise<RiskReason[]> {
  const blames = await readIncidentBlames(state, repo);
  const reasons = files.map((file) => {
    const incidents = file.merges.flatMap(({ sha }) =>
      blames.filter((blame) => blame.sha === sha && blame.connection === connection).map(({ id }) => id),
    );
    return reasonOf(file, [...new Set(incidents)].toSorted());
  });
  return reasons
    .filter(({ points, incidents }) => points >= LEAST_POINTS || incidents.length > 0)
    .toSorted(
      (one, other) =>
        other.points - one.points ||
        other.incidents.length - one.incidents.length ||
        one.path.localeCompare(other.path),
    )
    .slice(0, MOST_REASONS);
}

function reasonOf(file: FileRisk, incidents: string[]): RiskReason {
  const { path, measured, errors, cost_usd, terms, merges } = file;
  const [worst] = merges.toSorted((one, other) => harm(other) - harm(one));
  const blamed =
    incidents.length === 0 ? "" : `; ${count(incidents.length, "incident")} blamed on its merges`;
  return {
    path,
    points: terms.score,
    merges: measured,
    errors,
    cost_usd,
    worst:
      worst === undefined || harm(worst) <= 0
        ? null
        : { sha: worst.sha, number: worst.number, live_at: worst.live_at },
    incidents,
    text:
      measured === 0
        ? `its merges could not be measured${blamed}`
        : `its part of ${count(measured, "merge")} was followed by ${errors.toFixed(1)} failed runs and $${cost_usd.toFixed(2)} more than expected within 24 hours, on a mean that fades with age${blamed}`,
  };
}

const harm = ({ errors, cost_usd }: FileMerge): number =>
  POINTS_PER_ERROR * (errors ?? 0) + POINTS_PER_USD * (cost_usd ?? 0);
