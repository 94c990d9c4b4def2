/** What shipped: merged pull requests, deployments, releases. */
import { count, list, quote, shortSha } from "../../investigate/templates/phrases.ts";
import { countChange } from "./change.ts";
import type { Item, Pair } from "./item.ts";
import type { Measures, RowOf, Span } from "./measure.ts";
import { repoPage } from "./repo-page.ts";

/** Pull requests told one by one: first those that incidents are blamed on, then the largest, upkeep last. */
const MOST_REQUESTS = 4;

/** `blamed`: incident id by the commit that it is blamed on. `page`: the digest's own, where no better link is known. */
export function shippedItems(
  measures: Measures,
  blamed: Map<string, string>,
  span: Span,
  page: string,
): Item[] {
  return [
    ...merges(measures.week_merged, page, span),
    ...deployments(measures.week_deployments, page),
    ...(measures.week_deployments.now.length === 0 ? releases(measures.week_releases, page) : []),
    ...requests(measures.week_merged.now, blamed),
  ];
}

function merges(
  { now, before, comparable }: Pair<RowOf<"week_merged">>,
  page: string,
  { week, until }: Span,
): Item[] {
  const [first_at, last_at] = [week.from, until].map((end) => `${end.toISOString().slice(0, 19)}Z`);
  const query = encodeURIComponent(`is:pr merged:${first_at}..${last_at}`);
  if (now.length === 0 && before.length === 0) return [];
  const change = countChange("merged", now.length, comparable ? before.length : undefined);
  const repos = [...new Set(now.map(({ repo }) => repo))];
  const [first] = now;
  const where = repos.length > 1 ? ` in ${count(repos.length, "repository", "repositories")}` : "";
  return [
    {
      section: "shipped",
      text: `${count(now.length, "pull request")} merged${where}${change.words}`,
      link: (repos.length === 1 && repoPage(first?.url, `pulls?q=${query}`)) || page,
      label: repos.length === 1 ? (repos[0] ?? "merges") : "this week",
      facts: { merged: now.length, repositories: repos.length, ...change.facts },
      phrases: repos,
      must: false,
    },
  ];
}

function deployments({ now, before, comparable }: Pair<RowOf<"week_deployments">>, page: string): Item[] {
  const total = sumOf(now, "deployments");
  const earlier = sumOf(before, "deployments");
  if (total === 0 && earlier === 0) return [];
  const failed = sumOf(now, "failed");
  const change = countChange("deployments", total, comparable ? earlier : undefined);
  const places = [...new Set(now.flatMap(({ environment }) => environment ?? []))];
  const newest = now.toSorted((one, other) => (one.last_deployed_at < other.last_deployed_at ? 1 : -1))[0];
  const last = newest?.last_sha ?? undefined;
  const sha = last !== undefined && /^[0-9a-f]{40}$/i.test(last) ? last : undefined;
  return [
    {
      section: "shipped",
      text: [
        `${count(total, "deployment")}${places.length > 0 ? ` to ${list(places)}` : ""}${change.words}`,
        ...(failed > 0 ? [`${failed} of them failed`] : []),
        ...(sha === undefined ? [] : [`the newest is commit ${shortSha(sha)}`]),
      ].join("; "),
      link: newest?.url ?? page,
      label: newest?.repo ?? "this week",
      facts: { deployments: total, failed_deployments: failed, ...(sha && { sha }), ...change.facts },
      phrases: places,
      must: false,
    },
  ];
}

const sumOf = (rows: RowOf<"week_deployments">[], of: "deployments" | "failed"): number =>
  rows.reduce((total, row) => total + row[of], 0);

function releases({ now, before, comparable }: Pair<RowOf<"week_releases">>, page: string): Item[] {
  if (now.length === 0) return [];
  const change = countChange("releases", now.length, comparable ? before.length : undefined);
  return [
    {
      section: "shipped",
      text: `${count(now.length, "release")} reached Sentry${change.words}`,
      link: page,
      label: "this week",
      facts: { releases: now.length, ...change.facts },
      phrases: [],
      must: false,
    },
  ];
}

/** What the usual prefixes of titles call upkeep: a lock file is large and nobody needs to read of it. */
const isUpkeep = ({ title }: RowOf<"week_merged">): boolean =>
  /^(chore|docs|style|test|ci|build)\b/i.test(title ?? "");

function requests(rows: RowOf<"week_merged">[], blamed: Map<string, string>): Item[] {
  const incidentOf = ({ merge_commit_sha }: RowOf<"week_merged">) =>
    merge_commit_sha === null ? undefined : blamed.get(merge_commit_sha);
  const ordered = rows
    .filter(({ url }) => url !== null)
    .toSorted(
      (one, other) =>
        Number(incidentOf(other) !== undefined) - Number(incidentOf(one) !== undefined) ||
        Number(isUpkeep(one)) - Number(isUpkeep(other)) ||
        (other.changed_lines ?? 0) - (one.changed_lines ?? 0),
    );
  return ordered.slice(0, MOST_REQUESTS).map((row): Item => {
    const { repo, number, title, author, changed_lines, url } = row;
    const incident = incidentOf(row);
    return {
      section: "shipped",
      text: [
        `${quote(title ?? "(no title)")}${author === null ? "" : ` by ${list([author])}`}`,
        ...(changed_lines === null ? [] : [count(changed_lines, "changed line")]),
        ...(incident === undefined ? [] : [`blamed for incident ${incident}`]),
      ].join(", "),
      link: url ?? "",
      label: `${repo}#${number}`,
      facts: {
        number,
        repo,
        ...(author !== null && { author }),
        ...(changed_lines !== null && { changed_lines }),
        ...(incident !== undefined && { incident_id: incident }),
      },
      phrases: [title ?? "(no title)"],
      must: incident !== undefined,
    };
  });
}
