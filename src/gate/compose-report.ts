/**
 * What is posted at GitHub about an incident. It is made of typed figures, ids and the names of agents, tools and
 * tasks; nothing of a narrative, a commit message, a chat or an error text can get into it.
 */
import type { Incident } from "../contracts/incident.ts";
import { inLeadOrder } from "../incidents/lead.ts";
import type { KeptFinding } from "../incidents/kept-finding.ts";
import { code } from "../investigate/escape-markdown.ts";
import { plainText } from "../investigate/plain-text.ts";

type About = Pick<
  Incident,
  | "id"
  | "type"
  | "severity"
  | "connection"
  | "window"
  | "cost_usd"
  | "projected_6h_usd"
  | "blame"
  | "evidence"
>;

const LONGEST_NAME = 80;
const MOST_NAMES = 5;
const MOST_FIGURES = 12;

export function composeTitle({ id, type, severity }: About, findings: KeptFinding[]): string {
  const [leader] = inLeadOrder(findings);
  const [where] = [leader?.subject.agents, leader?.subject.tasks, leader?.subject.tools].flatMap(
    (names) => names ?? [],
  );
  return `Sentinel: ${words(type)} (${severity})${where === undefined ? "" : ` in ${plainText(where, LONGEST_NAME)}`}, ${id}`;
}

export function composeBody(incident: About, findings: KeptFinding[]): string {
  const { id, type, blame, evidence } = incident;
  return [
    "## What happened",
    ...happened(incident, findings),
    "## Likely cause",
    blame === null
      ? "No commit is tied to it by its data."
      : `Commit ${code(blame.sha)} of ${code(blame.repo)}, committed at ${code(blame.committed_at)}, is tied to it by its data.`,
    "## Impact",
    ...impact(incident),
    "## Recommended action",
    RECOMMENDED[type] ?? "Look at the figures above and at the evidence.",
    "## How to verify",
    `${code(`sentinel verify ${id}`)} asks its ${evidence.length} pieces of evidence again and says whether the answers are the same.`,
  ].join("\n\n");
}

function happened({ id, type, severity, connection, window }: About, findings: KeptFinding[]): string[] {
  const names = (part: "agents" | "tools" | "tasks"): string[] => {
    const all = [...new Set(findings.flatMap(({ subject }) => subject[part]))].toSorted();
    const shown = all.slice(0, MOST_NAMES).map((name) => code(plainText(name, LONGEST_NAME)));
    return all.length === 0 ? [] : [`- ${part}: ${shown.join(", ")}${all.length > MOST_NAMES ? ", …" : ""}`];
  };
  const [leader] = inLeadOrder(findings);
  return [
    `Incident ${code(id)}: ${words(type)}, ${severity}, on connection ${code(connection)}, from ${code(window.from)} to ${code(window.to)}.`,
    [...names("agents"), ...names("tools"), ...names("tasks"), ...figures(leader)].join("\n"),
  ].filter((part) => part !== "");
}

/** Numbers and flags only: a fact in words may repeat what a source wrote. */
function figures(finding: KeptFinding | undefined): string[] {
  return Object.entries(finding?.facts ?? {})
    .filter(([name, value]) => /^[a-z][a-z0-9_]{0,50}$/.test(name) && FIGURE.has(typeof value))
    .slice(0, MOST_FIGURES)
    .map(([name, value]) => `- ${words(name)}: ${String(value)}`);
}

const FIGURE = new Set(["number", "boolean"]);

function impact({ cost_usd, projected_6h_usd }: About): string[] {
  const so_far =
    cost_usd === null ? "What it cost so far is not known." : `It cost ${cost_usd.toFixed(2)} USD so far.`;
  const ahead =
    projected_6h_usd === null
      ? "No further cost is in sight."
      : `At the present rate the next six hours cost ${projected_6h_usd.toFixed(2)} USD.`;
  return [`${so_far} ${ahead}`];
}

const RECOMMENDED: Record<string, string> = {
  agent_loop:
    "Stop the trace if it still runs. Give the agent a limit of equal calls, and let the tool say why it fails.",
  cost_spike: "Compare the calls before and after the change, and revert it if the rise was not meant.",
  error_cascade: "Revert the change, or stop the repeats: each failure is asked again at full cost.",
  prompt_drift:
    "Compare the outputs before and after the change of the prompt, and restore the earlier one if they are worse.",
  tool_failure:
    "Repair the tool, or let it say that it failed, so that the agent does not go on with a bad answer.",
  task_failure: "Repair what the task needs, and run it again.",
};

const words = (name: string): string => name.replaceAll("_", " ");
