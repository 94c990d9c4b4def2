import { HOUR_MS } from "../contracts/moment.ts";
import type { Blame } from "../contracts/finding.ts";
import { SentinelError } from "../errors.ts";
import { findIncident } from "../incidents/find-incident.ts";
import { readFinding, type KeptFinding } from "../incidents/kept-finding.ts";
import { readIncident } from "../incidents/read-incident.ts";
import { siblingsOf, type ServiceMembers } from "../incidents/surroundings.ts";
import { didYouMean } from "../nearest.ts";
import { readMoment } from "../queries/params.ts";
import type { State } from "../state/open.ts";
import type { LinkRow } from "../state/rows/incidents.ts";

/** What a person asked to look at: an incident, or a free window of a connection or a service. Ends: ISO 8601 or `now-24h`. */
export type WindowChoice = {
  incident?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  connection?: string | undefined;
  service?: string | undefined;
};

export type ChosenWindow = {
  window: { from: string; to: string };
  /** Connections looked at; empty for all. */
  connections: string[];
  incident: { id: string; title: string; blame: Blame | null } | null;
  /** Those of the incident; `findingsIn` reads those of a free window. */
  findings: KeptFinding[];
  /** Links that the incident store keeps: between findings, and to the blamed commit. */
  links: LinkRow[];
};

/** How far before the trouble its surroundings begin, and how far behind it they end. */
const BEFORE_MS = 6 * HOUR_MS;
const AFTER_MS = HOUR_MS;
/** A blamed commit older than this does not stretch the window: it would be empty in between. */
const OLDEST_BLAME_MS = 72 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const LONGEST_MS = 14 * DAY_MS;

/** The window to look at. Throws `not_found` for an unknown incident or service, `invalid` for a window that is none. */
export async function chooseWindow(
  state: State,
  services: ServiceMembers[],
  choice: WindowChoice,
  now: Date,
): Promise<ChosenWindow> {
  const about = choice.incident === undefined ? undefined : await aboutIncident(state, choice.incident, now);
  const asked =
    about === undefined ? connectionsOf(choice, services) : siblingsOf(about.connection, services);
  const to = timeOf(choice.to, now) ?? about?.window.to ?? now.toISOString();
  const from =
    timeOf(choice.from, now) ?? about?.window.from ?? new Date(Date.parse(to) - DAY_MS).toISOString();
  // The window of an incident is the same whenever it is looked at; a free one ends now at the latest.
  const window = checked(from, about === undefined ? earlier(to, now) : to, now);
  return {
    window,
    connections: asked,
    incident: about?.incident ?? null,
    findings: about?.findings ?? [],
    links: about?.links ?? [],
  };
}

const timeOf = (text: string | undefined, now: Date): string | undefined =>
  text === undefined ? undefined : (readMoment(text, now)?.toISOString() ?? text);

async function aboutIncident({ db }: State, id: string, now: Date) {
  const row = await findIncident(db, id);
  const { title, blame, window, connection } = await readIncident(db, row, now);
  const findings = await db.selectFrom("findings").selectAll().where("incident_id", "=", row.id).execute();
  const links = await db.selectFrom("links").selectAll().where("incident_id", "=", row.id).execute();
  const began = Date.parse(window.from);
  const blamed = blame === null ? began : Date.parse(blame.committed_at);
  const earliest = began - blamed < OLDEST_BLAME_MS ? Math.min(began - BEFORE_MS, blamed) : began - BEFORE_MS;
  return {
    connection,
    incident: { id: row.id, title, blame },
    window: {
      from: new Date(earliest).toISOString(),
      to: new Date(Date.parse(window.to) + AFTER_MS).toISOString(),
    },
    findings: findings.map(readFinding),
    links,
  };
}

/** Findings whose window touches this one, whatever incident has them. */
export async function findingsIn(
  { db }: State,
  { window: { from, to }, connections }: Pick<ChosenWindow, "window" | "connections">,
): Promise<KeptFinding[]> {
  let rows = db.selectFrom("findings").selectAll().where("from_at", "<", to).where("to_at", ">=", from);
  if (connections.length > 0) rows = rows.where("connection", "in", connections);
  return (await rows.orderBy("from_at").limit(MOST_FINDINGS).execute()).map(readFinding);
}

const MOST_FINDINGS = 100;

function connectionsOf({ connection, service }: WindowChoice, services: ServiceMembers[]): string[] {
  if (service === undefined) return connection === undefined ? [] : siblingsOf(connection, services);
  const found = services.find((one) => one.service === service);
  if (found === undefined) {
    const names = services.map((one) => one.service);
    throw new SentinelError("not_found", `there is no service ${service}`, {
      hint: didYouMean(service, names, "services are named in settings.json"),
    });
  }
  if (found.connections.size === 0) {
    throw new SentinelError("invalid", `service ${service} names no connection`, {
      hint: "give it `connections` in settings.json, or choose a connection",
    });
  }
  return [...found.connections].toSorted();
}

const earlier = (to: string, now: Date): string =>
  new Date(Math.min(Date.parse(to), now.getTime())).toISOString();

function checked(from: string, to: string, now: Date): { from: string; to: string } {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (!(start < end && start < now.getTime())) {
    throw new SentinelError("invalid", `the window ${from} to ${to} is empty`, {
      hint: "from comes before to, and before now",
    });
  }
  if (end - start > LONGEST_MS) {
    throw new SentinelError("invalid", "a window has 14 days at most", { hint: "choose a shorter one" });
  }
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
}
