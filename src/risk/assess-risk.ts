/** The risk of a pull request by what merges of its files were followed by. No model and no text of the request is read. */
import type { QueryContext } from "../queries/run.ts";
import type { State } from "../state/open.ts";
import type { Assessment, RiskCoverage, RiskVerdict } from "./assessment.ts";
import { reasonsOf } from "./explain-files.ts";
import { findPull, type PullAsked } from "./find-pull.ts";
import { followRenames } from "./follow-renames.ts";
import type { PullReader, PullRequest } from "./pull-request.ts";
import { historyConnections, readHistory, type FileMerge } from "./read-history.ts";
import type { RiskSettings } from "./risk-settings.ts";
import { riskOfFile, totalOf, type FileRisk, type Terms } from "./score-files.ts";
import { whatWouldLower } from "./what-would-lower.ts";

export type RiskContext = QueryContext & {
  state: State;
  settings: RiskSettings;
  /** For pull requests that the lake does not have. */
  read?: PullReader | undefined;
};

export type Assessed = { assessment: Assessment; pull: PullRequest };

const EXAMPLES = 20;

/** Errors as findPull. A request whose files have no measured history has the verdict `no_history`, never a low one. */
export async function assessRisk(context: RiskContext, asked: PullAsked, at: Date): Promise<Assessed> {
  const { state, settings } = context;
  const { pull, notes } = await findPull(context, asked, at);
  const { repo, number, head_sha } = pull;
  const connection = pull.connection ?? (await historyConnections(state, repo))[0] ?? null;
  const history = connection === null ? [] : await readHistory(state, { connection, repo, before: at });
  const risks = (moment: Date): FileRisk[] => risksOf(pull, history, settings, moment);
  const files = risks(at);
  const measured = files.filter((file) => file.measured > 0);
  const terms = totalOf(files);
  const verdict = verdictOf(measured.length, terms.score, settings.threshold);
  const assessment: Assessment = {
    repo,
    number,
    head_sha,
    connection,
    at: at.toISOString(),
    verdict,
    says: sentenceOf(verdict, terms, settings.threshold, files),
    score: verdict === "no_history" ? null : terms.score,
    threshold: settings.threshold,
    terms,
    reasons: connection === null ? [] : await reasonsOf(state, { connection, repo }, files),
    would_lower: verdict === "no_history" ? [] : whatWouldLower(files, risks, settings, at),
    files: files.map((file) => ({
      path: file.path,
      terms: file.terms,
      merges: file.merges.length,
      measured: file.measured,
    })),
    coverage: coverageOf(pull, files, notes),
  };
  return { assessment, pull };
}

/** A merge counts once, though two names of the request lead to it. */
function risksOf(
  { files }: PullRequest,
  history: FileMerge[],
  { half_life_days }: RiskSettings,
  at: Date,
): FileRisk[] {
  const follow = followRenames(history);
  const taken = new Set<FileMerge>();
  const risks = files.map((file) => {
    const merges = follow(file).filter((merge) => !taken.has(merge));
    for (const merge of merges) taken.add(merge);
    return riskOfFile(file.path, merges, half_life_days, at);
  });
  return risks.toSorted(
    (one, other) => other.terms.score - one.terms.score || one.path.localeCompare(other.path),
  );
}

function verdictOf(measured: number, score: number, threshold: number): RiskVerdict {
  if (measured === 0) return "no_history";
  if (score >= threshold) return "high";
  return score >= threshold / 2 ? "medium" : "low";
}

function sentenceOf(verdict: RiskVerdict, terms: Terms, threshold: number, files: FileRisk[]): string {
  if (verdict === "no_history") {
    return files.some(({ merges }) => merges.length > 0)
      ? "No history for these files: they were merged before, but what followed could not be measured"
      : "No history for these files";
  }
  const level = { high: "High", medium: "Medium", low: "Low" }[verdict];
  return `${level} risk: ${Math.round(terms.score)} of 100 (changes are requested from ${threshold})`;
}

function coverageOf(pull: PullRequest, files: FileRisk[], notes: string[]): RiskCoverage {
  const merges = new Map(files.flatMap((file) => file.merges).map((merge) => [merge.sha, merge]));
  const measured = [...merges.values()].filter(({ cost_usd }) => cost_usd !== null);
  const without = files.filter((file) => file.measured === 0).length;
  const missing = pull.changed_files - pull.files.length;
  return {
    changed_files: pull.changed_files,
    listed_files: pull.files.length,
    files_with_history: files.filter((file) => file.merges.length > 0).length,
    files_measured: files.length - without,
    merges: merges.size,
    measured_merges: measured.length,
    since: measured.map(({ live_at }) => live_at).toSorted()[0] ?? null,
    notes: [
      ...notes,
      ...(missing > 0
        ? [`${missing} of ${pull.changed_files} changed files are not listed: the score is a lower bound`]
        : []),
      ...(without > 0 && without < files.length
        ? [
            `${without} of ${files.length} files have no history: nothing is known of them, which is not the same as safe`,
          ]
        : []),
      ...(pull.files.length > EXAMPLES * 15 ? ["over 300 files: too many to be read as one change"] : []),
    ],
  };
}
