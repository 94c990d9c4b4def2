import type { Incident } from "../contracts/incident.ts";
import type { NotJudged } from "../detect/run.ts";
import { asTable, print, printable, say } from "./output.ts";

export function printIncidentList(incidents: Incident[]): void {
  if (incidents.length === 0) return print("No open incidents.");
  const rows = incidents.map((incident) => ({
    id: incident.id,
    severity: incident.severity,
    type: incident.type,
    status: incident.status,
    title: incident.title,
    cost: dollars(incident.cost_usd),
    blame: incident.blame === null ? "" : incident.blame.sha.slice(0, 10),
  }));
  print(asTable(["id", "severity", "type", "status", "title", "cost", "blame"], rows));
}

/** Every incident whole, the most severe first, as the demo prints them. */
export function printIncidents(incidents: Incident[]): void {
  if (incidents.length === 0) return print("No open incidents.");
  for (const incident of incidents) {
    printIncident(incident);
    print("");
  }
}

/** What nobody looked at, so that it is not taken for quiet. */
export function sayNotJudged(gaps: NotJudged[]): void {
  for (const { detector, connection, reason } of gaps)
    say(printable(`not judged: ${detector}${connection === null ? "" : ` (${connection})`}: ${reason}`));
}

/** The answer first: what, whose fault, what it costs; then the narrative and where the evidence is. */
export function printIncident(incident: Incident): void {
  const { blame, evidence, narrative } = incident;
  const lines = [
    `${incident.severity.toUpperCase()}  ${incident.title}`,
    `${incident.id}  ${incident.type}, ${incident.status}, ${incident.window.from} to ${incident.window.to}`,
    `Blame: ${blame === null ? (incident.no_blame ?? "no culprit found") : `${blame.repo}@${blame.sha.slice(0, 10)} "${firstLine(blame.message)}" (${blame.why})`}`,
    `Cost:  ${dollars(incident.cost_usd)}${incident.projected_6h_usd === null ? "" : `; ${dollars(incident.projected_6h_usd)} more in six hours at this rate`}`,
    "",
    ...narrative.text.split("\n").flatMap((paragraph) => wrap(paragraph)),
    "",
    `Evidence: ${evidence.map(({ id, query, rows, complete }) => `[${id}] ${query} (${rows} ${rows === 1 ? "row" : "rows"}${complete ? "" : ", incomplete"})`).join("  ")}`,
    ...(incident.links.length === 0
      ? []
      : [`Links: ${incident.links.map(({ kind, why }) => `${kind}: ${why}`).join("; ")}`]),
    ...(incident.suggested_action === null
      ? []
      : [`Suggested: ${incident.suggested_action}${incident.requires_approval ? " (needs approval)" : ""}`]),
    `Check it: sentinel verify ${incident.id}`,
  ];
  print(lines.map(printable).join("\n"));
}

function dollars(usd: number | null): string {
  return usd === null ? "not known" : `${usd.toFixed(2)} USD`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

const WIDTH = 100;

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
