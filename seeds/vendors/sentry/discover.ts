/** GET /organizations/{org}/events/: the fields asked for of every matching error event. */
import type { SeedRow } from "../../row.ts";
import type { SentryOrg } from "./account.ts";
import { eventField, eventValues } from "./event-fields.ts";
import { type Found, inEnvironment, within } from "./events.ts";
import { allowOnly, badRequest, pageSize, projectTest } from "./parameters.ts";
import { searchTest } from "./search.ts";

export function discoverEvents(
  org: SentryOrg,
  params: URLSearchParams,
  now: Date,
): Found & { meta: { fields: Record<string, string> } } {
  allowOnly(
    params,
    ..."field dataset end environment project start statsPeriod per_page query sort allowAggregateConditions cursor".split(
      " ",
    ),
  );
  const fields = params.getAll("field");
  if (fields.length === 0) throw badRequest("No columns selected");
  if (fields.length > 20)
    throw badRequest("You can view up to 20 fields at a time. Please delete some and try again.");
  const aggregate = fields.find((field) => field.includes("(") || field.startsWith("equation|"));
  if (aggregate !== undefined) throw badRequest(`the loopback server does not aggregate: ${aggregate}`);
  if (!["errors", "discover"].includes(params.get("dataset") ?? ""))
    throw badRequest("dataset must be one of: errors");

  const search = searchTest(params.get("query") ?? "", (row, key) => eventValues(org, row, key), now);
  const inProject = projectTest(params);
  const entries = within(org.events, params, now).filter(
    ({ row }) => search(row) && inEnvironment(org, row, params) && inProject(org.projectOf(row)),
  );
  return {
    entries: ordered(entries, fields, params.get("sort")),
    size: pageSize(params, "per_page"),
    shape: (row: SeedRow) =>
      Object.fromEntries(fields.map((name) => [name, eventField(name).value(row, org)])),
    meta: { fields: Object.fromEntries(fields.map((name) => [name, eventField(name).type])) },
  };
}

function ordered(
  entries: Found["entries"],
  fields: readonly string[],
  sort: string | null,
): Found["entries"] {
  if (sort === null) return entries;
  const field = sort.replace(/^-/, "");
  if (!fields.includes(field)) throw badRequest(`Cannot sort by a field that is not selected: ${field}`);
  if (field !== "timestamp") throw badRequest(`the loopback server sorts by timestamp only, not by ${field}`);
  return sort.startsWith("-") ? entries : entries.toReversed();
}
