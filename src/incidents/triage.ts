/** What an incident says as a whole, from the findings in it. */
import type { Blame, Severity } from "../contracts/finding.ts";
import { chooseBlame, type ChosenBlame } from "./choose-blame.ts";
import { costImpact } from "./cost-impact.ts";
import { worse, type KeptFinding } from "./kept-finding.ts";
import { inLeadOrder } from "./lead.ts";
import type { CommitCoverage, Surroundings } from "./surroundings.ts";

const PROJECTED_HOURS = 6;

export type Triage = {
  type: string;
  severity: Severity;
  title: string;
  connection: string;
  window: { from: string; to: string };
  cost_usd: number | null;
  projected_6h_usd: number | null;
  blame: Blame | null;
  no_blame: string | null;
  suggested_action: string | null;
  requires_approval: boolean;
};

/**
 * The rules are in lead.ts, cost-impact.ts and choose-blame.ts; the order of the findings does not matter. `culprit`
 * is the blamed commit with its tie to the trouble.
 */
export function triage(
  findings: [KeptFinding, ...KeptFinding[]],
  around: Surroundings,
): { summary: Triage; culprit: ChosenBlame | undefined } {
  const ordered = inLeadOrder(findings);
  const [leader = findings[0]] = ordered;
  const culprit = chooseBlame(ordered, around);
  const cost = costImpact(findings, (finding) => finding.cost_usd);
  const rate = costImpact(findings, (finding) => finding.cost_usd_per_hour);
  const proposing = ordered.find((finding) => finding.suggested_action !== null);
  const summary = {
    type: leader.type,
    severity: findings.map(({ severity }) => severity).reduce(worse),
    title: titleOf(leader, findings.length - 1),
    connection: leader.connection,
    window: {
      from: findings.map(({ window }) => window.from).reduce((one, other) => (one <= other ? one : other)),
      to: findings.map(({ window }) => window.to).reduce((one, other) => (one >= other ? one : other)),
    },
    cost_usd: cost === null ? null : inMicros(cost),
    projected_6h_usd: rate === null || rate <= 0 ? null : inMicros(rate * PROJECTED_HOURS),
    blame: culprit?.blame ?? null,
    no_blame: culprit === undefined ? whyNobody(leader, around) : null,
    suggested_action: proposing?.suggested_action ?? null,
    requires_approval: proposing?.requires_approval ?? false,
  };
  return { summary, culprit };
}

/** Without the noise of binary sums. */
const inMicros = (usd: number): number => Math.round(usd * 1e6) / 1e6;

function titleOf({ title }: KeptFinding, others: number): string {
  if (others === 0) return title;
  return `${title} (and ${others} related finding${others === 1 ? "" : "s"})`;
}

/** The leading detector's own reason, where commits were there to be considered. */
function whyNobody({ connection, facts }: KeptFinding, { commits }: Surroundings): string {
  const coverage = commits.get(connection) ?? "absent";
  const reason = facts["no_blame"];
  return coverage === "complete" && typeof reason === "string" ? reason : NOBODY[coverage];
}

const NOBODY: Record<CommitCoverage, string> = {
  complete:
    "no culprit found: no release, SHA, mention or changed file ties a commit to it, and nearness in time alone does not blame",
  incomplete: "no culprit found: the commits around it were not fully fetched",
  absent: "no culprit found: no repository is connected, so no commit could be considered",
};
