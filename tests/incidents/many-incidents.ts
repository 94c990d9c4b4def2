/** Thousands of incidents as the state keeps them, each with findings, evidence, links and a narrative. */
import { idStem, makeId } from "../../src/incidents/make-id.ts";
import type { State } from "../../src/state/open.ts";
import type { IncidentRow } from "../../src/state/rows/incidents.ts";
import { incidentRow } from "../metrics/incident-row.ts";

const MINUTE_MS = 60_000;
const TYPES = ["cost_spike", "error_cascade", "agent_loop", "task_failure"];
const SEVERITIES = ["info", "medium", "high", "critical"];
const STATUSES = ["open", "acknowledged", "resolved", "snoozed"];
const CHUNK = 500;

const pick = <T>(all: T[], nth: number): T => all[nth % all.length] as T;

function rowOf(nth: number, newest: Date): IncidentRow {
  const at = new Date(newest.getTime() - nth * MINUTE_MS);
  const opened_at = at.toISOString();
  const connection = pick(["shop", "support", "search"], nth);
  const status = pick(STATUSES, Math.floor(nth / 3));
  // Every other snooze has run out.
  const until = new Date(newest.getTime() + (nth % 2 === 0 ? 1 : -1) * MINUTE_MS * 60).toISOString();
  const blame = { repo: "acme/shop", sha: `${nth}`.padStart(40, "a"), message: `change ${nth}` };
  return {
    ...incidentRow(makeId(idStem("inc", at), 0), status),
    connection,
    type: pick(TYPES, nth),
    severity: pick(SEVERITIES, Math.floor(nth / 5)),
    title: `order-desk of ${connection} is in trouble for the ${nth}. time`,
    opened_at,
    from_at: opened_at,
    to_at: new Date(at.getTime() + 90 * MINUTE_MS).toISOString(),
    cost_usd: nth % 7 === 0 ? null : (nth % 97) / 4,
    projected_6h_usd: nth % 3 === 0 ? null : (nth % 13) / 2,
    blame:
      nth % 2 === 0 ? null : JSON.stringify({ ...blame, committed_at: opened_at, why: "the same release" }),
    snoozed_until: status === "snoozed" ? until : null,
    acknowledged_by: nth % 4 === 1 ? "dev-a" : null,
  };
}

const NOTHING = JSON.stringify(
  Object.fromEntries(
    "agents trace_ids releases shas repos issue_ids channels tasks models features tools"
      .split(" ")
      .map((part) => [part, []]),
  ),
);

const findingOf = ({ id, connection, type, severity, title, from_at, to_at, ...row }: IncidentRow) => ({
  id: id.replace("inc_", "fnd_"),
  incident_id: id,
  detector: type,
  type,
  key: id,
  connection,
  fingerprint: `${type}:${id}`,
  severity,
  title,
  from_at,
  to_at,
  subject: NOTHING,
  cost_usd: row.cost_usd,
  cost_usd_per_hour: null,
  facts: "{}",
  blame: null,
  suggested_action: null,
  requires_approval: 0,
  first_at: row.opened_at,
  last_at: row.opened_at,
  times_seen: 1,
});

const evidenceOf = (finding_id: string, { id, connection, from_at, to_at, opened_at }: IncidentRow) =>
  [1, 2, 3, 4].map((number) => ({
    incident_id: id,
    number,
    finding_id,
    query: "cost_by_hour",
    params: JSON.stringify({ since: from_at, until: to_at }),
    as_of: opened_at,
    rows: 40,
    hash: "a".repeat(64),
    connections: JSON.stringify([connection]),
    complete: 1,
    uncovered: "[]",
    columns: "[]",
    stored_rows: "[]",
    row_hashes: "0".repeat(640),
  }));

/** Told twice: only the later one counts. */
const narrativesOf = ({ id, opened_at }: IncidentRow) =>
  ["first", "latest"].map((time) => ({
    incident_id: id,
    text: `What happened: told for the ${time} time [e1].`,
    by: "template",
    dropped: 0,
    pack_hash: time,
    at: opened_at,
  }));

/** Fills a state; the nth is n minutes older than `newest`. */
export async function fillIncidents(state: State, incidents: number, newest: Date): Promise<void> {
  for (let first = 0; first < incidents; first += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, incidents - first) }, (_, at) =>
      rowOf(first + at, newest),
    );
    await state.write(async (db) => {
      for (const one of rows) {
        const finding = findingOf(one);
        const link = { incident_id: one.id, from_id: finding.id, to_id: "commit", kind: "sha" };
        await db.insertInto("incidents").values(one).execute();
        await db.insertInto("findings").values(finding).execute();
        await db.insertInto("evidence").values(evidenceOf(finding.id, one)).execute();
        await db
          .insertInto("links")
          .values({ ...link, strength: 0.9, why: "" })
          .execute();
        await db.insertInto("narratives").values(narrativesOf(one)).execute();
      }
    });
  }
}
