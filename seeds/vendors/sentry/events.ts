/** Events as lists: the short form, or the whole body with `full=true`. */
import type { SeedRow } from "../../row.ts";
import { placesBetween, type Timed } from "../time-index.ts";
import type { SentryOrg } from "./account.ts";
import { eventValues } from "./event-fields.ts";
import { allowOnly, pageSize, timeSpan } from "./parameters.ts";
import { searchTest } from "./search.ts";

/** What an event in a list has; the rest comes with `full=true` only. Null or empty where the seed is silent. */
const SHORT: Readonly<SeedRow> = {
  id: null,
  "event.type": "error",
  groupID: null,
  eventID: null,
  projectID: null,
  message: "",
  title: "",
  location: null,
  culprit: null,
  user: null,
  tags: [],
  platform: null,
  dateCreated: null,
  crashFile: null,
  metadata: {},
};

export type Found = { entries: Timed[]; size: number; shape: (row: SeedRow) => SeedRow };

/** GET /organizations/{org}/issues/{issue_id}/events/ */
export function findIssueEvents(org: SentryOrg, issue_id: string, params: URLSearchParams, now: Date): Found {
  allowOnly(params, ..."start end statsPeriod environment full sample query per_page cursor".split(" "));
  const search = searchTest(params.get("query") ?? "", (row, key) => eventValues(org, row, key), now);
  const events = within(org.eventsOfIssue.get(issue_id) ?? [], params, now);
  const entries = events.filter(({ row }) => search(row) && inEnvironment(org, row, params));
  return { entries, size: pageSize(params, "per_page"), shape: shapeFor(params) };
}

/** GET /projects/{org}/{project}/events/ */
export function findProjectEvents(
  org: SentryOrg,
  project: string,
  params: URLSearchParams,
  now: Date,
): Found {
  allowOnly(params, ..."statsPeriod start end cursor full sample".split(" "));
  const entries = within(org.events, params, now).filter(({ row }) => {
    const home = org.projectOf(row);
    return home?.slug === project || home?.id === project;
  });
  return { entries, size: 100, shape: shapeFor(params) };
}

export function within(events: readonly Timed[], params: URLSearchParams, now: Date): Timed[] {
  const { from, to } = timeSpan(params, now);
  const { start, end } = placesBetween(events, from, to);
  return events.slice(start, end);
}

export function inEnvironment(org: SentryOrg, row: SeedRow, params: URLSearchParams): boolean {
  const asked = params.getAll("environment");
  return (
    asked.length === 0 || (eventValues(org, row, "environment") ?? []).some((name) => asked.includes(name))
  );
}

function shapeFor(params: URLSearchParams): (row: SeedRow) => SeedRow {
  if (["true", "1"].includes(params.get("full") ?? "")) return (row) => row;
  return (row) =>
    Object.fromEntries(Object.entries(SHORT).map(([field, silent]) => [field, row[field] ?? silent]));
}
