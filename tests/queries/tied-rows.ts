/** Rows of a product in which much happens at once: what each draws from is small, so that ties and near misses are many. */
import fc from "fast-check";

import type { Row } from "../../src/contracts/ingest.ts";
import { AT } from "../incidents/world.ts";

export const CORNERS = 4;
const DAY_S = 86_400;
/** Few places of many: around them things happen within seconds or minutes of each other, or just beyond a border. */
const ANCHORS_S = [900, 900, 4_000, DAY_S, 7 * DAY_S];
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

/** The moment so many seconds after another. */
export const later = (from: string, seconds: number) =>
  at((Date.parse(AT) - Date.parse(from)) / 1_000 - seconds);
const one = <Value>(...values: Value[]) => fc.constantFrom(...values);
const trace = one("t1", "t2", null, null);
const agent = one("triage", "search", "search", null);
/** What happens in one corner of the product is near to little else. */
const corner = fc.nat({ max: CORNERS - 1 });
const release = one("v1", "v2", "shop@abcdef1", null);
const project = one("web", "api", null);
const errorLevel = one("error", "error", "fatal", "warning", null);
const place = one("pay and lookup", "GET unnamed", null, null, null);

export const observed = fc.record({
  corner,
  trace_id: one("t1", "t1", "t2", null),
  trace_name: agent,
  type: one("TOOL", "TOOL", "SPAN", "GENERATION", "GENERATION", "EVENT", "AGENT", null),
  name: one("lookup", "pay", "answer", null),
  level: one("DEFAULT", "DEFAULT", "DEBUG", "WARNING", "ERROR", null),
  model: one("small", "large", null),
  is_root: one(false, false, true, null),
  started_at: moment,
  lasts: one(null, 0, 0.2, 3, 400, 2_500, -1),
  release,
  cost_usd: one("0.5", "0.0000000007", null),
});
export const seen = fc.record({
  corner,
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
export const issue = fc.record({
  corner,
  project,
  culprit: place,
  level: errorLevel,
  event_count: fc.nat({ max: 40 }),
  first_release: release,
  last_release: release,
  first_seen_at: moment,
  lasts: one(0, 1, 600, 5_000),
});
export const score = fc.record({
  corner,
  name: one("helpful", null),
  trace_id: trace,
  value: one(0, 0.5, 1, null),
  scored_at: moment,
});

export const commit = fc.record({
  repo: one("acme/web", "acme/api"),
  named: one("abcdef1", "1234567"),
  committed_at: moment,
});
export const deployment = fc.record({
  repo: one("acme/web", "acme/api"),
  environment: one("production", "staging", null),
  state: one("success", "failure", null),
  deployed_at: moment,
});

/** The row with the names in it told apart by its corner. */
export function inCorner<Made extends Row & { corner: number }>({
  corner: number,
  ...row
}: Made): Omit<Made, "corner"> {
  const of = (value: unknown) => (typeof value === "string" ? `${value}-${number}` : value);
  const named = NAMED.filter((name) => name in row).map((name) => [name, of(row[name])]);
  return { ...row, ...Object.fromEntries(named) };
}

const NAMED = ["trace_id", "trace_name", "name", "agent", "transaction", "culprit"];
