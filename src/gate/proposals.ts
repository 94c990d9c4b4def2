/** Which actions an incident proposes, decided by typed fields alone. */
import type { Json } from "../contracts/action.ts";
import type { Incident } from "../contracts/incident.ts";
import type { KeptFinding } from "../incidents/kept-finding.ts";
import { composeBody, composeTitle } from "./compose-report.ts";
import { figuresFor } from "./figures.ts";
import type { ProposalFacts } from "./gather-facts.ts";

export type Suggestion = { action: string; args: { [name: string]: Json } };

/** In the order of their urgency. Every function answers the same for the same ids and figures. */
export function suggestions(incident: Incident, facts: ProposalFacts): Suggestion[] {
  if (incident.status === "resolved" || incident.severity === "info") return [];
  return [
    ...facts.findings.flatMap(killOf),
    ...noticeOf(incident, facts),
    ...issueOf(incident, facts),
    ...reviewsOf(incident, facts),
    ...workflowsOf(incident, facts),
  ];
}

function killOf(finding: KeptFinding): Suggestion[] {
  const { detector, connection, subject } = finding;
  const trace_ids = subject.trace_ids.slice(0, MOST_TRACES);
  if (detector !== "agent_loop" || trace_ids.length === 0) return [];
  const [figures] = figuresFor({ connection, trace_ids }, [finding]);
  const reason = {
    kind: "no_progress",
    generations: figures?.loop_generations ?? null,
    steps_without_progress: figures?.steps_without_progress ?? null,
    usd_per_hour: figures?.usd_per_hour ?? null,
  };
  return [{ action: "kill_loop", args: { connection, trace_ids, reason } }];
}

/** As many as one order takes. */
const MOST_TRACES = 50;

function noticeOf(
  { id, type, severity, cost_usd }: Incident,
  { findings, tell }: ProposalFacts,
): Suggestion[] {
  if ((severity !== "high" && severity !== "critical") || tell.length === 0) return [];
  const rates = findings.flatMap(({ cost_usd_per_hour }) => cost_usd_per_hour ?? []);
  const usd_per_hour = rates.length === 0 ? null : Math.max(...rates);
  const args = { incident_id: id, event: "opened", type, severity, cost_usd, usd_per_hour, to: tell };
  return [{ action: "notify", args }];
}

function issueOf(incident: Incident, { findings, target_repo }: ProposalFacts): Suggestion[] {
  const repo = incident.blame?.repo ?? target_repo;
  if (repo === undefined) return [];
  const args = {
    repo,
    title: composeTitle(incident, findings),
    body: composeBody(incident, findings),
    labels: ["sentinel"],
    incident_id: incident.id,
  };
  return [{ action: "open_github_issue", args }];
}

/** An open request can still be stopped; under a merged one the finding is told to who wrote it. */
function reviewsOf(incident: Incident, { findings, pull_requests }: ProposalFacts): Suggestion[] {
  return pull_requests.flatMap(({ repo, number, state }): Suggestion[] => {
    if (state === "closed") return [];
    const args = { repo, number, body: composeBody(incident, findings), incident_id: incident.id };
    return [{ action: state === "open" ? "request_pr_changes" : "comment_pr", args }];
  });
}

/** A failed task is run again; what a commit is blamed for may be rolled back. Only workflows that settings list. */
function workflowsOf({ type, blame }: Incident, { findings, workflows }: ProposalFacts): Suggestion[] {
  const repos = new Set([
    ...(blame === null ? [] : [blame.repo]),
    ...findings.flatMap(({ subject }) => subject.repos),
  ]);
  return workflows.flatMap(({ repo, workflow, ref, purpose }) => {
    const fits = purpose === "rerun" ? type === "task_failure" : blame?.repo === repo;
    if (!fits || !repos.has(repo)) return [];
    return [{ action: "rerun_or_revert_workflow", args: { repo, workflow, ref, purpose } }];
  });
}
