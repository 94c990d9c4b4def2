import type { Evidence, Incident } from "../contracts/incident.ts";
import type { QueryDefinition } from "../contracts/query.ts";
import { getIncident } from "../incidents/get-incident.ts";
import type { State } from "../state/open.ts";
import { buildPack } from "./build-pack.ts";
import { code, codeBlock, escapeMarkdown } from "./escape-markdown.ts";
import type { PackItem } from "./evidence-pack.ts";
import { rerunCommand } from "./rerun-command.ts";
import { count, moment, usd } from "./templates/phrases.ts";
import { timelineOf } from "./timeline.ts";

export type ReportContext = { state: State; library: Map<string, QueryDefinition> };

const SAMPLE_ROWS = 3;

/** An incident as a Markdown document that stands on its own. Throws `not_found` with the nearest ids. */
export async function reportIncident(context: ReportContext, id: string, now: Date): Promise<string> {
  const incident = await getIncident(context.state, id, now);
  const pack = await buildPack(context.state, context.library, incident.id);
  const timeline = await timelineOf(context.state, pack);
  const sections = [
    [`# ${escapeMarkdown(incident.title)}`, headline(incident)],
    ["## What is known", ...narrative(incident)],
    ["## Blame", blame(incident)],
    ["## Cost", cost(incident)],
    ["## Timeline", timeline.map(({ at, what }) => `- ${moment(at)} ${escapeMarkdown(what)}`).join("\n")],
    ["## Findings", findings(incident)],
    ...(incident.links.length === 0 ? [] : [["## Links", links(incident)]]),
    [
      "## Evidence",
      ...incident.evidence.flatMap((piece) =>
        evidence(
          piece,
          pack.items.find((item) => item.id === piece.id),
        ),
      ),
    ],
  ];
  return `${sections.flat().join("\n\n")}\n`;
}

function headline(incident: Incident): string {
  const { id, type, severity, status, connection, window, opened_at, former, verdict } = incident;
  const facts = [
    ["Incident", code(id)],
    ["Type", code(type)],
    ["Severity", severity],
    ["Status", status],
    ["Connection", code(connection)],
    ["Window", `${moment(window.from)} to ${moment(window.to)}`],
    ["Opened", moment(opened_at)],
    ...(former === null ? [] : [["Same trouble before", code(former)]]),
    ...(verdict === null ? [] : [["Verdict", code(verdict)]]),
  ];
  return ["| | |", "| --- | --- |", ...facts.map(([name, value]) => `| ${name} | ${value} |`)].join("\n");
}

function narrative({ narrative: { text, by, dropped } }: Incident): string[] {
  const removed =
    dropped === 0 ? "" : `; ${dropped} unproven ${dropped === 1 ? "sentence was" : "sentences were"} removed`;
  const told = text === "" ? ["It has not been told yet."] : text.split(/\n+/).map(paragraph);
  return [...told, `_Told by ${escapeMarkdown(by)}${removed}._`];
}

/** Citations stay readable: with no link of that name in the document, brackets are only brackets. */
const paragraph = (text: string): string => escapeMarkdown(text).replaceAll(/\\\[(e\d+)\\\]/g, "[$1]");

function blame({ blame: blamed, no_blame }: Incident): string {
  if (blamed === null) return escapeMarkdown(no_blame ?? "no culprit found");
  const { repo, sha, message, committed_at, why } = blamed;
  return [
    `- Commit ${code(sha)} of ${code(repo)}, ${moment(committed_at)}`,
    `- Message: ${escapeMarkdown(message)}`,
    `- Why: ${escapeMarkdown(why)}`,
  ].join("\n");
}

function cost({ cost_usd, projected_6h_usd }: Incident): string {
  const measured =
    cost_usd === null ? "No cost can be attributed to it." : `Measured so far: ${usd(cost_usd)}.`;
  return projected_6h_usd === null
    ? measured
    : `${measured} At the present rate the next 6 hours cost ${usd(projected_6h_usd)}.`;
}

const findings = ({ findings: found, suggested_action, requires_approval }: Incident): string =>
  [
    ...found.map(
      ({ id, detector, severity, title, evidence: cited }) =>
        `- ${code(detector)} ${severity}: ${escapeMarkdown(title)} (${code(id)}; evidence ${cited.join(", ") || "none"})`,
    ),
    ...(suggested_action === null
      ? []
      : [`- Proposed action: ${code(suggested_action)}${requires_approval ? ", waits for approval" : ""}`]),
  ].join("\n");

const links = ({ links: tied }: Incident): string =>
  tied.map(({ kind, strength, why }) => `- ${kind} (${strength}): ${escapeMarkdown(why)}`).join("\n");

function evidence(piece: Evidence, item: PackItem | undefined): string[] {
  const complete = piece.complete ? "" : " **Not all of its window was fetched.**";
  const rows = (item?.sample ?? []).slice(0, SAMPLE_ROWS).map((row) => JSON.stringify(row));
  return [
    `### ${piece.id}: ${code(piece.query)}`,
    `${escapeMarkdown(item?.question ?? "")}${complete}`,
    `${count(piece.rows, "row")} of ${piece.connections.map(code).join(", ")} as of ${moment(piece.as_of)}, SHA-256 ${code(piece.hash)}`,
    codeBlock(rerunCommand(piece), "sh"),
    ...(rows.length === 0 ? [] : [codeBlock(rows.join("\n"), "json")]),
  ];
}
