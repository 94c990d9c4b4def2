/** What one Sentry organization holds, indexed for its API. */
import { type SeedRow, served, textAt } from "../../row.ts";
import { newestFirst, type Timed } from "../time-index.ts";
import { eventHint, projectBook, projectHint, type SentryProject } from "./projects.ts";

export type SentryOrg = {
  slug: string;
  projects: SentryProject[];
  issues: Timed[];
  issueById: Map<string, SeedRow>;
  events: Timed[];
  eventsOfIssue: Map<string, Timed[]>;
  releases: Timed[];
  /** The project of an issue or event. */
  projectOf: (row: SeedRow) => SentryProject | undefined;
};

/** `place` is the seed's `in.sentry`: `project`, or `organization/project`. */
export function sentryOrg(
  name: string,
  tables: ReadonlyMap<string, SeedRow[]>,
  place: string | undefined,
): SentryOrg {
  const [first, second] = (place ?? "").split("/");
  const slug = second === undefined ? name : first || name;
  const fallback = second ?? (first || name);
  const rows = (table: string) => tables.get(table) ?? [];

  const book = projectBook();
  const home = new WeakMap<SeedRow, SentryProject>();
  const settle = (row: SeedRow, project: SentryProject) => {
    const answer = served(row);
    home.set(answer, project);
    return answer;
  };

  for (const row of rows("sentry_releases")) {
    for (const project of Array.isArray(row["projects"]) ? row["projects"] : []) {
      const hint = projectHint(project);
      if (hint !== undefined) book.find(hint);
    }
  }
  const issues = rows("sentry_issues").map((row) =>
    settle(row, book.find(projectHint(row["project"]) ?? { slug: textAt(row, "_in") ?? fallback })),
  );
  const issueById = new Map(issues.map((issue) => [textAt(issue, "id") ?? "", issue]));
  const events = rows("sentry_events").map((row) => {
    const id = textAt(row, "projectID");
    const issue = issueById.get(issueIdOf(row) ?? "");
    const known = id !== undefined && book.knows(id) ? { id } : undefined;
    const ofIssue = issue === undefined ? undefined : home.get(issue);
    const hint = eventHint(row) ?? known ?? ofIssue ?? { id, slug: textAt(row, "_in") ?? fallback };
    return settle(row, book.find(hint));
  });

  const timedEvents = newestFirst(events, eventTime, eventIdOf);
  return {
    slug,
    projects: book.all(),
    issues: newestFirst(
      issues,
      (row) => row["lastSeen"],
      (row) => textAt(row, "id") ?? "",
    ),
    issueById,
    events: timedEvents,
    eventsOfIssue: groupByIssue(timedEvents),
    releases: newestFirst(
      rows("sentry_releases").map(served),
      (row) => row["dateCreated"] ?? row["dateReleased"],
      (row) => textAt(row, "version") ?? "",
    ),
    projectOf: (row) => home.get(row),
  };
}

export function issueIdOf(event: SeedRow): string | undefined {
  return textAt(event, "groupID") ?? textAt(event, "issue.id");
}

export function eventIdOf(event: SeedRow): string {
  return textAt(event, "eventID") ?? textAt(event, "id") ?? "";
}

export function eventTime(event: SeedRow): unknown {
  return event["dateCreated"] ?? event["timestamp"];
}

function groupByIssue(events: readonly Timed[]): Map<string, Timed[]> {
  const groups = new Map<string, Timed[]>();
  for (const event of events) {
    const id = issueIdOf(event.row) ?? "";
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [event]);
    else group.push(event);
  }
  return groups;
}
