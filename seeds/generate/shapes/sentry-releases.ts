/** Sentry's own JSON: a release of GET /organizations/{org}/releases/. */
import { iso, isoSeconds } from "../times.ts";
import type { ProjectFacts } from "./sentry-issues.ts";

export function sentryRelease(
  where: ProjectFacts,
  release: {
    id: number;
    sha: string;
    message: string;
    committed_at: number;
    created_at: number;
    deployed_at: number;
    commits: number;
    repo: string;
  },
) {
  return {
    id: release.id,
    version: release.sha,
    shortVersion: release.sha.slice(0, 12),
    status: "open",
    versionInfo: {
      package: null,
      version: { raw: release.sha },
      description: release.sha.slice(0, 12),
      buildHash: release.sha,
    },
    ref: release.sha,
    url: null,
    dateReleased: iso(release.deployed_at),
    dateCreated: iso(release.created_at),
    data: {},
    newGroups: 0,
    owner: null,
    commitCount: release.commits,
    lastCommit: {
      id: release.sha,
      message: release.message,
      dateCreated: isoSeconds(release.committed_at),
      repository: {
        id: "1",
        name: release.repo,
        url: `https://github.com/${release.repo}`,
        status: "active",
      },
    },
    deployCount: 1,
    lastDeploy: {
      id: String(release.id + 50_000),
      environment: "production",
      dateStarted: null,
      dateFinished: iso(release.deployed_at),
      name: `${release.sha.slice(0, 12)} to production`,
      url: null,
    },
    authors: [],
    projects: [
      {
        id: Number(where.project_id),
        slug: where.project,
        name: where.project,
        newGroups: 0,
        platform: "node",
        platforms: ["node"],
        hasHealthData: false,
      },
    ],
    firstEvent: null,
    lastEvent: null,
    currentProjectMeta: {},
    userAgent: null,
  };
}
