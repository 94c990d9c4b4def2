/** The sentences that every type of incident shares: cause, impact, what is missing, what is proposed. */
import type { EvidencePack, PackFinding } from "./evidence-pack.ts";
import { plainPhrase, plainText } from "./plain-text.ts";
import type { Sentence } from "./sentence.ts";
import { list, moment, quote, sentence, shortSha, usd } from "./templates/phrases.ts";

/** Cites the most telling piece of evidence, which detectors name first. */
export const cite = ({ evidence }: PackFinding, text: string): Sentence => ({
  text,
  evidence: evidence.slice(0, 1),
});

const isOfChanges = (query: string): boolean => /change|commit/.test(query);

/** Cites the evidence that the commit was found in, where there is one. */
function citeChanges(pack: EvidencePack, finding: PackFinding, text: string): Sentence {
  const of_changes = pack.items.find(({ id, query }) => finding.evidence.includes(id) && isOfChanges(query));
  return of_changes === undefined ? cite(finding, text) : { text, evidence: [of_changes.id] };
}

export function tellCause(pack: EvidencePack): Sentence[] {
  const { blame, no_blame, findings, links } = pack;
  const [leader] = findings;
  if (blame === null)
    return [citeChanges(pack, leader, sentence(plainPhrase(no_blame ?? "no culprit found")))];
  const blaming = findings.find((finding) => finding.blame?.sha === blame.sha) ?? leader;
  const { repo, sha, message, committed_at, why } = blame;
  const subject = message.trim() === "" ? "" : `, ${quote(message)},`;
  const weak = links.some((link) => link.why === why && link.kind === "service");
  const verdict = weak ? "is suspected; only the service ties it to the trouble" : "is the likely culprit";
  const tie = links.find((link) => link.why !== why);
  return [
    citeChanges(
      pack,
      blaming,
      `Commit ${shortSha(sha)} of ${repo}${subject} committed at ${moment(committed_at)}, ${verdict}`,
    ),
    citeChanges(pack, blaming, `The reason: ${plainPhrase(why)}`),
    ...(findings.length > 1 && tie !== undefined
      ? [cite(leader, `The findings belong together (${tie.kind}): ${plainPhrase(tie.why)}`)]
      : []),
  ];
}

/** Types whose cost is what was spent beyond the usual; that of a loop is all that it spent. */
const ABOVE_USUAL = new Set(["cost_spike", "error_cascade"]);

export function tellImpact(pack: EvidencePack): Sentence[] {
  const { type, cost_usd, projected_6h_usd, findings } = pack;
  const [leader] = findings;
  const costly = greatest(findings, (finding) => finding.cost_usd) ?? leader;
  const pacing = greatest(findings, (finding) => finding.cost_usd_per_hour) ?? costly;
  const agents = [...new Set(findings.flatMap(({ subject }) => subject["agents"] ?? []))];
  return [
    cite(
      costly,
      cost_usd === null
        ? "No cost can be attributed to it"
        : `It has cost ${usd(cost_usd)}${ABOVE_USUAL.has(type) ? " more than usual" : ""} so far`,
    ),
    ...(projected_6h_usd === null
      ? []
      : [cite(pacing, `At the present rate the next 6 hours would cost another ${usd(projected_6h_usd)}`)]),
    ...(agents.length === 0
      ? []
      : [cite(leader, `Affected: ${agents.length === 1 ? "agent" : "agents"} ${list(agents)}`)]),
    ...tellGaps(pack),
  ];
}

/** The finding that an amount of the whole incident mostly stands on. */
function greatest(
  findings: PackFinding[],
  measure: (finding: PackFinding) => number | null,
): PackFinding | undefined {
  const measured = findings.filter((finding) => measure(finding) !== null);
  return measured.toSorted((one, other) => (measure(other) ?? 0) - (measure(one) ?? 0))[0];
}

/**
 * Which data was missing when the evidence was gathered; one sentence, the first hole by name. That nobody connected
 * a repository is no gap: the cause says already that no commit could be considered.
 */
function tellGaps({ items }: EvidencePack): Sentence[] {
  const partial = items.filter(
    ({ query, complete, uncovered }) =>
      !complete && !(isOfChanges(query) && uncovered.every(({ connection }) => connection === "")),
  );
  const [first] = partial;
  if (first === undefined) return [];
  const [hole] = first.uncovered;
  const where =
    hole === undefined
      ? `${first.query} was cut`
      : `${hole.table} was not fetched from ${moment(hole.from)} to ${moment(hole.to)}`;
  const ids = partial.map(({ id }) => id).slice(0, 3);
  return [{ text: `Data is incomplete: ${where}, so there may be more`, evidence: ids }];
}

/** What the proposed actions do, in words. */
const ACTIONS: Record<string, string> = {
  kill_loop: "stop the looping trace",
  notify: "tell the team",
  open_github_issue: "open a GitHub issue",
  request_pr_changes: "request changes on the pull request",
};

export function tellProposal({ suggested_action, requires_approval, findings }: EvidencePack): Sentence[] {
  if (suggested_action === null) return [];
  const [leader] = findings;
  const approval = requires_approval ? ", which waits for approval" : "";
  return [
    cite(
      findings.find((finding) => finding.suggested_action === suggested_action) ?? leader,
      `Proposed: ${ACTIONS[suggested_action] ?? plainText(suggested_action)}${approval}`,
    ),
  ];
}

/** Findings beside the leading one, each by its title. */
export function tellOthers({ findings, former }: EvidencePack): Sentence[] {
  const [leader, ...others] = findings;
  const shown = others.slice(0, 3).map((finding) => cite(finding, `Also: ${plainPhrase(finding.title)}`));
  const hidden = others.length - shown.length;
  return [
    ...shown,
    ...(hidden > 0 ? [cite(leader, `In all, ${findings.length} findings belong to it`)] : []),
    ...(former === null ? [] : [cite(leader, `The same trouble was resolved before as ${former}`)]),
  ];
}
