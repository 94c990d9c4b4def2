import { addMoment, addName, addValue, nothingCitable, type Citable } from "./citable.ts";
import { readClaims } from "./claims.ts";
import type { EvidencePack, PackFinding, PackItem } from "./evidence-pack.ts";
import type { Sources } from "./guard.ts";
import { plainPhrase, plainText } from "./plain-text.ts";
import { toFigure } from "./units.ts";

const PROJECTED_HOURS = 6;
const MINUTES_PER_HOUR = 60;
const NUMERIC = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL|DOUBLE|FLOAT|REAL)/;

/** What may be said of an incident: of it as a whole, and with a citation of each piece of its evidence. */
export function sourcesOf(pack: EvidencePack): Sources {
  return {
    incident: ofIncident(pack),
    items: new Map(
      pack.items.map((item) => [
        item.id,
        ofItem(
          item,
          pack.findings.filter(({ evidence }) => evidence.includes(item.id)),
        ),
      ]),
    ),
  };
}

function ofIncident(pack: EvidencePack): Citable {
  const citable = nothingCitable();
  addValue(citable, "cost_usd", pack.cost_usd);
  addValue(citable, "projected_6h_usd", pack.projected_6h_usd);
  addValue(citable, "projected_hours", PROJECTED_HOURS);
  addValue(citable, "findings", pack.findings.length);
  addValue(citable, "evidence", pack.items.length);
  addWindow(citable, pack.window);
  addName(citable, "id", pack.id);
  if (pack.former !== null) addName(citable, "id", pack.former);
  addName(citable, "connection", pack.connection);
  addPhrase(citable, pack.title);
  for (const phrase of [pack.no_blame, pack.suggested_action])
    if (phrase !== null) addPhrase(citable, phrase);
  for (const { why } of pack.links) addPhrase(citable, why);
  return citable;
}

function ofItem(item: PackItem, findings: PackFinding[]): Citable {
  const citable = nothingCitable();
  addName(citable, "query", item.query);
  addPhrase(citable, item.question);
  addValue(citable, "rows", item.rows);
  addMoment(citable, item.as_of);
  for (const { table, connection, from, to } of item.uncovered) {
    addName(citable, "table", table);
    addName(citable, "connection", connection);
    addMoment(citable, from);
    addMoment(citable, to);
  }
  const numeric = new Map(item.columns.map(({ name, type }) => [name, NUMERIC.test(type)]));
  for (const row of item.sample) {
    for (const [name, value] of Object.entries(row))
      addValue(citable, name, value, numeric.get(name) ?? false);
  }
  for (const finding of findings) addFinding(citable, finding);
  return citable;
}

function addFinding(citable: Citable, finding: PackFinding): void {
  for (const [name, value] of Object.entries(finding.facts)) addValue(citable, name, value);
  for (const [kind, values] of Object.entries(finding.subject)) {
    for (const value of values) addName(citable, kind, value);
    addValue(citable, `${kind}_named`, values.length);
  }
  addValue(citable, "cost_usd", finding.cost_usd);
  if (finding.cost_usd_per_hour !== null) {
    addValue(citable, "cost_usd_per_hour", finding.cost_usd_per_hour);
    addValue(citable, "cost_usd_per_minute", finding.cost_usd_per_hour / MINUTES_PER_HOUR);
  }
  addWindow(citable, finding.window);
  addPhrase(citable, finding.title);
  const { no_blame } = finding.facts;
  if (typeof no_blame === "string") addReason(citable, no_blame, finding);
  addPhrase(citable, finding.fingerprint);
  if (finding.suggested_action !== null) addPhrase(citable, finding.suggested_action);
  if (finding.blame === null) return;
  const { repo, sha, message, committed_at, why } = finding.blame;
  addName(citable, "repo", repo);
  addName(citable, "sha", sha);
  addMoment(citable, committed_at);
  addReason(citable, why, finding);
  citable.texts.push(plainText(message));
}

function addWindow(citable: Citable, { from, to }: { from: string; to: string }): void {
  addMoment(citable, from);
  addMoment(citable, to);
  citable.figures.push(toFigure("window_ms", Date.parse(to) - Date.parse(from)));
}

/** A detector's own reason: its figures (`12 minutes before onset`) count, those inside names that it repeats do not. */
function addReason(citable: Citable, reason: string, { subject }: PackFinding): void {
  addPhrase(citable, reason);
  const names = Object.values(subject).flat();
  const told = names.reduce((text, name) => text.replaceAll(name, " "), plainPhrase(reason));
  for (const { value, unit, scale } of readClaims(told).claims) {
    citable.figures.push({
      name: "reason",
      raw: value / scale,
      value,
      unit: unit === "times" ? "ratio" : unit,
      per: undefined,
    });
  }
}

/** Words of our own making, which may be repeated as they stand. */
export function addPhrase(citable: Citable, phrase: string): void {
  const plain = plainPhrase(phrase);
  citable.texts.push(plain);
  if (/[\d@#]/.test(plain)) citable.names.add(plain);
}
