import fc from "fast-check";

import type { Row } from "../../src/contracts/ingest.ts";
import type { ServiceRow } from "../../src/lake/open.ts";
import { AT } from "../incidents/world.ts";

/** Rows by table of one connection. */
export type Filled = { connection: string; rows: Record<string, Row[]> };

const DAY_S = 86_400;
/** Few places of many: around them things happen within seconds or minutes of each other, or just beyond a border. */
const ANCHORS_S = [900, 900, 4_000, DAY_S, DAY_S + 300, 8 * DAY_S];
const NEAR_S = [0, 0.0004, 0.5, 0.9996, 1, 59.9995, 60.0005, 300, 300.0004, 301, 899, 1_200];

const moment = fc
  .tuple(fc.constantFrom(...ANCHORS_S), fc.constantFrom(...NEAR_S), fc.boolean())
  .map(([anchor, near, after]) => at(anchor + (after ? -near : near)));

/** A moment so many seconds before the judged one, to the microsecond. */
function at(seconds: number): string {
  const micros = Date.parse(AT) * 1_000 - Math.round(seconds * 1e6);
  const text = new Date(Math.floor(micros / 1_000)).toISOString();
  return `${text.slice(0, -1)}${String(micros % 1_000).padStart(3, "0")}Z`;
}

const later = (moment: string, seconds: number) =>
  at((Date.parse(AT) - Date.parse(moment)) / 1_000 - seconds);
const one = <Value>(...values: Value[]) => fc.constantFrom(...values);
const trace = one("t1", "t2", "t3", "t4", null);
const agent = one("triage", "search", "search", null);
const release = one("v1", "v2", "shop@abcdef1", null);
const project = one("web", "api", null);
const errorLevel = one("error", "error", "fatal", "warning", null);
const place = one("GET lookup", "pay and lookup", "unnamed", null, null);

const observed = fc.record({
  trace_id: trace,
  trace_name: agent,
  type: one("TOOL", "TOOL", "SPAN", "GENERATION", "GENERATION", "EVENT", "AGENT", null),
  name: one("lookup", "pay", "answer", null),
  level: one("DEFAULT", "DEFAULT", "DEBUG", "WARNING", "ERROR", null),
  model: one("small", "large", null),
  is_root: one(false, false, true, null),
  started_at: moment,
  lasts: one(null, 0, 0.2, 3, 400, 2_500, -1),
  release,
  cost_usd: one("0.5", "0.25", null),
});
const seen = fc.record({
  trace_id: trace,
  agent,
  release,
  project,
  level: errorLevel,
  transaction: place,
  issue: fc.nat({ max: 3 }),
  occurred_at: moment,
  twice: fc.boolean(),
});
const issue = fc.record({
  project,
  culprit: place,
  level: errorLevel,
  event_count: fc.nat({ max: 40 }),
  first_release: release,
  last_release: release,
  first_seen_at: moment,
  lasts: one(0, 1, 600, 5_000),
});
const score = fc.record({
  name: one("helpful", null),
  trace_id: trace,
  value: one(0, 0.5, 1, null),
  scored_at: moment,
});

/** Two connections that know of each other by a service or do not, and the catalogue's lines about them. */
export const pair = fc
  .record({
    observations: fc.array(fc.tuple(observed, fc.boolean()), { minLength: 40, maxLength: 60 }),
    events: fc.array(fc.tuple(seen, fc.boolean()), { minLength: 20, maxLength: 40 }),
    issues: fc.array(fc.tuple(issue, fc.boolean()), { maxLength: 6 }),
    scores: fc.array(fc.tuple(score, fc.boolean()), { maxLength: 12 }),
    service: fc.record({
      both: fc.boolean(),
      agents: fc.boolean(),
      projects: fc.boolean(),
      known: fc.boolean(),
    }),
  })
  .map((world) => (name: string) => ({
    filled: filledOf(world, name),
    services: servicesOf(world.service, name),
  }));

type Generated = {
  observations: [Row & { started_at: string; lasts: number | null }, boolean][];
  events: [Row & { issue: number; twice: boolean }, boolean][];
  issues: [Row & { first_seen_at: string; lasts: number }, boolean][];
  scores: [Row, boolean][];
};

function filledOf({ observations, events, issues, scores }: Generated, name: string): Filled[] {
  return [true, false].map((first) => {
    const of = <Value>(rows: [Value, boolean][]) =>
      rows.flatMap(([row, side], number) => (side === first ? [[row, `${name}-${number}`] as const] : []));
    return {
      connection: `${name}-${first ? "a" : "b"}`,
      rows: {
        langfuse_observations: of(observations).map(([{ lasts, ...row }, id]) => ({
          ...row,
          observation_id: id,
          ended_at: lasts === null ? null : later(row.started_at, lasts),
        })),
        sentry_events: events.flatMap(([{ issue: number, twice, ...row }, side], place) =>
          side === first || twice
            ? [{ ...row, event_id: `${name}-${place}`, issue_id: `${name}-${number}` }]
            : [],
        ),
        sentry_issues: of(issues).map(([{ lasts, ...row }, id]) => ({
          ...row,
          issue_id: id,
          last_seen_at: later(row.first_seen_at, lasts),
          ...(lasts === 0 && { last_release: row["first_release"] }),
        })),
        langfuse_scores: of(scores).map(([row, id]) => ({ ...row, score_id: id })),
      },
    };
  });
}

function servicesOf(service: Record<string, boolean>, name: string): ServiceRow[] {
  const line = (kind: ServiceRow["kind"], value: string) => ({ service: name, kind, value, implicit: false });
  return [
    ...(service["known"] === true ? [line("connection", `${name}-a`)] : []),
    ...(service["both"] === true ? [line("connection", `${name}-b`)] : []),
    ...(service["agents"] === true ? [line("agent", "triage")] : []),
    ...(service["projects"] === true ? [line("sentry_project", "web")] : []),
  ];
}
