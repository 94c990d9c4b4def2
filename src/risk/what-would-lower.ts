import type { RiskSettings } from "./risk-settings.ts";
import { totalOf, type FileRisk } from "./score-files.ts";

const DAY_MS = 86_400_000;
const MOST_FILES = 2;

/** What can be done about a score, each with the score that it leads to; empty where there is nothing to lower. */
export function whatWouldLower(
  files: FileRisk[],
  risksAt: (moment: Date) => FileRisk[],
  { half_life_days }: RiskSettings,
  at: Date,
): { what: string; score: number }[] {
  const now = totalOf(files).score;
  if (now === 0) return [];
  const weighty = files.filter(({ terms }) => terms.score > 0).slice(0, MOST_FILES);
  const without = weighty.map(({ path }, index) => ({
    what: `leave ${weighty
      .slice(0, index + 1)
      .map((file) => file.path)
      .join(" and ")} to a change of its own`,
    path,
    score: totalOf(files.filter((file) => !weighty.slice(0, index + 1).includes(file))).score,
  }));
  const later = new Date(at.getTime() + half_life_days * DAY_MS);
  const waited = totalOf(risksAt(later)).score;
  return [
    ...without.filter(({ score }) => score < now).map(({ what, score }) => ({ what, score })),
    ...(waited < now
      ? [
          {
            what: `${half_life_days} days in which merges of these files are followed by nothing`,
            score: waited,
          },
        ]
      : []),
  ];
}
