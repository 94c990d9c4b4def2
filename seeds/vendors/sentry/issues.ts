/** Issues of an organization: unresolved ones unless asked otherwise, by last sight, 100 a page. */
import { numberAt, type SeedRow, textAt, without } from "../../row.ts";
import { microsOf, type Timed } from "../time-index.ts";
import type { SentryOrg } from "./account.ts";
import { allowOnly, badRequest, pageSize, projectTest, timeSpan } from "./parameters.ts";
import { searchTest } from "./search.ts";

const COLLAPSES: Record<string, string[]> = {
  base: [],
  filtered: ["filtered"],
  lifetime: ["lifetime"],
  stats: ["stats"],
  unhandled: ["isUnhandled"],
};
const SORTS: Record<string, (row: SeedRow) => number> = {
  new: (row) => microsOf(row["firstSeen"]) ?? 0,
  freq: (row) => numberAt(row, "count") ?? 0,
  user: (row) => numberAt(row, "userCount") ?? 0,
};

/** The issues a call asks for, in its order. */
export function findIssues(
  org: SentryOrg,
  params: URLSearchParams,
  now: Date,
): { rows: SeedRow[]; size: number } {
  allowOnly(
    params,
    ..."environment project statsPeriod start end groupStatsPeriod query sort limit expand collapse cursor".split(
      " ",
    ),
  );
  const size = pageSize(params, "limit");
  const { from = -Infinity, to = Infinity } = timeSpan(params, now);
  const inProject = projectTest(params);
  const search = searchTest(
    params.get("query") ?? "is:unresolved",
    (row, key) => issueValues(org, row, key),
    now,
  );
  const found = org.issues.filter(
    ({ row, at }) =>
      // An issue is in the window when it was seen in it.
      at >= from && (microsOf(row["firstSeen"]) ?? at) < to && inProject(org.projectOf(row)) && search(row),
  );
  const dropped = new Set(params.getAll("collapse").flatMap((name) => COLLAPSES[name] ?? []));
  const rows = sorted(found, params.get("sort") ?? "date").map(({ row }) => without(row, dropped));
  return { rows, size };
}

function sorted(issues: Timed[], sort: string): Timed[] {
  if (sort === "date") return issues;
  const by = SORTS[sort];
  if (by === undefined) throw badRequest(`Invalid sort: ${sort}`);
  return issues.toSorted((a, b) => by(b.row) - by(a.row));
}

function issueValues(org: SentryOrg, row: SeedRow, key: string): readonly string[] | undefined {
  const project = org.projectOf(row);
  switch (key) {
    case "is":
      return statesOf(row);
    case "title":
    case "message":
      return one(textAt(row, "title"));
    case "level":
    case "lastSeen":
    case "firstSeen":
    case "type":
    case "culprit":
      return one(textAt(row, key));
    case "timesSeen":
      return one(textAt(row, "count"));
    case "issue":
      return one(textAt(row, "shortId"));
    case "issue.id":
      return one(textAt(row, "id"));
    case "project":
      return project === undefined ? [] : [project.slug, project.id];
    case "release":
    case "first_release":
      return one(textAt(row, "firstRelease", "version"));
    default:
      return undefined;
  }
}

function one(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}

/** `is:` words; `ignored` and `archived` are the same, `muted` is what it was called before. */
function statesOf(row: SeedRow): string[] {
  const status = textAt(row, "status") ?? "unresolved";
  const words = status === "ignored" ? ["ignored", "archived", "muted"] : [status];
  const substatus = textAt(row, "substatus");
  if (row["isUnhandled"] === true) words.push("unhandled");
  return substatus === undefined ? words : [...words, substatus];
}
