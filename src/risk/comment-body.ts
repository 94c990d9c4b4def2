/** The comment under a pull request, as Markdown. Paths are foreign text: they show as code and do nothing. */
import { code, escapeMarkdown } from "../investigate/escape-markdown.ts";
import type { Assessment, RiskReason } from "./assessment.ts";
import type { Terms } from "./score-files.ts";

/** GitHub refuses more than 65,536; the marks by which the comment is found again come on top. */
export const LONGEST_BODY = 60_000;
/** Beyond this a list is no reading matter. */
const MOST_ROWS = 50;
/** A path is foreign text of any length. */
const LONGEST_PATH = 200;

export function commentBody(assessment: Assessment): string {
  const { files } = assessment;
  for (let rows = Math.min(files.length, MOST_ROWS); ; rows = Math.floor(rows / 2)) {
    const body = withRows(assessment, rows);
    if (body.length <= LONGEST_BODY || rows === 0) return body.slice(0, LONGEST_BODY);
  }
}

function withRows(assessment: Assessment, rows: number): string {
  const { says, reasons, would_lower, files, coverage, head_sha, terms, verdict } = assessment;
  const shown = files.slice(0, rows);
  const rest = files.length - shown.length;
  return [
    `**${escapeMarkdown(says)}**`,
    ...(reasons.length === 0 ? [] : ["", ...reasons.map(reasonLine)]),
    ...(would_lower.length === 0
      ? []
      : [
          "",
          `Lower: ${would_lower.map(({ what, score }) => `${lowered(what)} (${points(score)})`).join("; ")}.`,
        ]),
    "",
    "<details><summary>How this was computed</summary>",
    "",
    ...(verdict === "no_history" ? [] : [termsLine(terms), ""]),
    ...(shown.length === 0
      ? []
      : [
          "| file | merges measured | failed runs | cost | points |",
          "| --- | ---: | ---: | ---: | ---: |",
          ...shown.map(
            (file) =>
              `| ${pathOf(file.path).replaceAll("|", "\\|")} | ${file.measured} of ${file.merges} | ${file.terms.errors.toFixed(2)} | ${usd(file.terms.cost_usd)} | ${points(file.terms.score)} |`,
          ),
          ...(rest > 0 ? ["", `${rest} more files are not shown.`] : []),
          "",
        ]),
    `Covered: ${coverage.files_measured} of ${coverage.changed_files} files, ${coverage.measured_merges} of ${coverage.merges} merges${coverage.since === null ? "" : ` since ${coverage.since.slice(0, 10)}`}.`,
    ...coverage.notes.map((note) => `- ${escapeMarkdown(note)}`),
    ...(head_sha === null ? [] : ["", `For commit ${code(head_sha.slice(0, 7))}; a push is assessed anew.`]),
    "",
    "</details>",
  ].join("\n");
}

function reasonLine({ path, text, worst, incidents }: RiskReason): string {
  const by =
    worst === null
      ? ""
      : `; most after ${worst.number === null ? code(worst.sha.slice(0, 7)) : `#${worst.number}`} on ${worst.live_at.slice(0, 10)}`;
  const behind = incidents.length === 0 ? "" : ` (${incidents.map((id) => code(id)).join(", ")})`;
  return `- ${pathOf(path)}: ${escapeMarkdown(text)}${behind}${by}`;
}

const termsLine = ({ errors, cost_usd, error_points, cost_points, score }: Terms): string =>
  `Score ${points(score)} = min(100, ${points(error_points)} + ${points(cost_points)}): ${errors.toFixed(2)} failed runs × 4, and ${usd(cost_usd)} × 10 up to 50.`;

const pathOf = (path: string): string =>
  code(path.length > LONGEST_PATH ? `…${path.slice(1 - LONGEST_PATH)}` : path);

/** The words are ours but for the paths in them. */
const lowered = (what: string): string =>
  escapeMarkdown(what.length > 3 * LONGEST_PATH ? `${what.slice(0, 3 * LONGEST_PATH)}…` : what);
const points = (value: number): string => value.toFixed(1);
const usd = (value: number): string => `$${value.toFixed(2)}`;
