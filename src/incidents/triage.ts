/** What an incident says as a whole, from the findings in it. */
import type { Blame, Severity } from "../contracts/finding.ts";
import { chooseBlame } from "./choose-blame.ts";
import { costImpact } from "./cost-impact.ts";
import { worse, type KeptFinding } from "./kept-finding.ts";
import { inLeadOrder } from "./lead.ts";
import type { Link } from "./strengths.ts";
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
  /** The tie between the trouble and the blamed commit. */
  blame_link: Link | undefined;
  no_blame: string | null;
  suggested_action: string | null;
  requires_approval: boolean;
};

/** The rules are in lead.ts, cost-impact.ts and choose-blame.ts; the order of the findings does not matter. */
export function triage(findings: [KeptFinding, ...KeptFinding[]], around: Surroundings): Triage {
  const ordered = inLeadOrder(findings);
  const [leader = findings[0]] = ordered;
  const chosen = chooseBlame(ordered, around);
  const rate = costImpact(findings, (finding) => finding.cost_usd_per_hour);
  return {
    type: leader.type,
    severity: findings.map(({ severity }) => severity).reduce(worse),
    title: titleOf(leader, findings.length - 1),
    connection: leader.connection,
    window: {
      from: findings.map(({ window }) => window.from).reduce((one, other) => (one <= other ? one : other)),
      to: findings.map(({ window }) => window.to).reduce((one, other) => (one >= other ? one : other)),
    },
    cost_usd: costImpact(findings, (finding) => finding.cost_usd),
    projected_6h_usd: rate === null ? null : rate * PROJECTED_HOURS,
    blame: chosen?.blame ?? null,
    blame_link: chosen?.link,
    no_blame: chosen === undefined ? whyNobody(leader, around) : null,
    suggested_action: ordered.find((finding) => finding.suggested_action !== null)?.suggested_action ?? null,
    requires_approval: findings.some((finding) => finding.requires_approval),
  };
}

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
