/** Releases of an organization or project, their deploys and commits. */
import { isRow, rowsAt, type SeedRow, textAt, without } from "../../row.ts";
import type { SentryOrg } from "./account.ts";
import { allowOnly, pageSize } from "./parameters.ts";

/** What a seed may keep inside a release and Sentry answers at endpoints of their own. */
const PARTS = new Set(["deploys", "commits"]);

/** Newest first. `project` is given by the path of the project's own list. */
export function findReleases(
  org: SentryOrg,
  params: URLSearchParams,
  project?: string,
): { rows: SeedRow[]; size: number } {
  allowOnly(
    params,
    "environment",
    "query",
    "per_page",
    "cursor",
    ...(project === undefined ? ["project"] : []),
  );
  const asked = project === undefined ? params.getAll("project").filter((name) => name !== "-1") : [project];
  const words = (params.get("query") ?? "").toLowerCase();
  const rows = org.releases
    .map(({ row }) => row)
    .filter((row) => (textAt(row, "version") ?? "").toLowerCase().includes(words))
    .filter((row) => asked.length === 0 || projectNames(row).some((name) => asked.includes(name)))
    .map((row) => without(row, PARTS));
  return { rows, size: pageSize(params, "per_page") };
}

function projectNames(release: SeedRow): string[] {
  return rowsAt(release, "projects").flatMap((project) => [
    textAt(project, "slug") ?? "",
    textAt(project, "id") ?? "",
  ]);
}

export function releaseOf(org: SentryOrg, version: string): SeedRow | undefined {
  return org.releases.find(({ row }) => row["version"] === version)?.row;
}

/** The release's deploys: those the seed gives, else its last one. */
export function deploysOf(release: SeedRow): SeedRow[] {
  const deploys = rowsAt(release, "deploys");
  const last = release["lastDeploy"];
  if (deploys.length > 0 || !isRow(last)) return deploys;
  return [{ id: "1", name: null, url: null, dateStarted: null, ...last }];
}

/** The release's commits: those the seed gives, else its last one. */
export function commitsOf(release: SeedRow): SeedRow[] {
  const commits = rowsAt(release, "commits");
  const last = release["lastCommit"];
  if (commits.length > 0 || !isRow(last)) return commits;
  return [{ message: null, pullRequest: null, suspectCommitType: "", releases: [], ...last }];
}
