import fc from "fast-check";

import type { Row } from "../../src/contracts/ingest.ts";
import type { ServiceRow } from "../../src/lake/open.ts";
import { commit, CORNERS, deployment, inCorner, issue, later, observed, score, seen } from "./tied-rows.ts";

/** Rows by table of one connection. */
export type Filled = { connection: string; rows: Record<string, Row[]> };

/** Two connections that know of each other by a service or do not, and the catalogue's lines about them. */
export const pair = fc
  .record({
    observations: fc.array(fc.tuple(observed, fc.boolean()), { minLength: 60, maxLength: 90 }),
    events: fc.array(fc.tuple(seen, fc.boolean()), { minLength: 40, maxLength: 60 }),
    issues: fc.array(fc.tuple(issue, fc.boolean()), { maxLength: 6 }),
    scores: fc.array(fc.tuple(score, fc.boolean()), { maxLength: 12 }),
    commits: fc.array(fc.tuple(commit, fc.boolean()), { maxLength: 8 }),
    deployments: fc.array(fc.tuple(deployment, fc.boolean()), { maxLength: 3 }),
    service: fc.record({
      repos: fc.boolean(),
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

type Cornered = Row & { corner: number };
type Generated = {
  observations: [Cornered & { started_at: string; lasts: number | null }, boolean][];
  events: [Cornered & { issue: number; twice: boolean }, boolean][];
  issues: [Cornered & { first_seen_at: string; lasts: number }, boolean][];
  scores: [Cornered, boolean][];
  commits: [Row & { named: string }, boolean][];
  deployments: [Row, boolean][];
};

function filledOf(generated: Generated, name: string): Filled[] {
  const { observations, events, issues, scores, commits, deployments } = generated;
  return [true, false].map((first) => {
    const of = <Value>(rows: [Value, boolean][]) =>
      rows.flatMap(([row, side], number) => (side === first ? [[row, `${name}-${number}`] as const] : []));
    return {
      connection: `${name}-${first ? "a" : "b"}`,
      rows: {
        langfuse_observations: of(observations).map(([{ lasts, ...row }, id]) => ({
          ...inCorner(row),
          observation_id: id,
          ended_at: lasts === null ? null : later(row.started_at, lasts),
        })),
        sentry_events: events.flatMap(([{ issue: number, twice, ...row }, side], place) =>
          side === first || twice
            ? [{ ...inCorner(row), event_id: `${name}-${place}`, issue_id: `${name}-${number}` }]
            : [],
        ),
        sentry_issues: of(issues).map(([{ lasts, ...row }, id]) => ({
          ...inCorner(row),
          issue_id: id,
          last_seen_at: later(row.first_seen_at, lasts),
          ...(lasts === 0 && { last_release: row["first_release"] }),
        })),
        langfuse_scores: of(scores).map(([row, id]) => ({ ...inCorner(row), score_id: id })),
        github_commits: of(commits).map(([{ named, ...row }], number) => ({
          ...row,
          sha: `${named}${number}`.padEnd(40, "0"),
          title: named,
          parents: [],
        })),
        github_deployments: of(deployments).map(([row, id], number) => ({
          ...row,
          deployment_id: id,
          sha: `abcdef1${number}`.padEnd(40, "0"),
        })),
      },
    };
  });
}

function servicesOf(service: Record<string, boolean>, name: string): ServiceRow[] {
  const line = (kind: ServiceRow["kind"], value: string) => ({ service: name, kind, value, implicit: false });
  return [
    ...(service["known"] === true ? [line("connection", `${name}-a`)] : []),
    ...(service["both"] === true ? [line("connection", `${name}-b`)] : []),
    ...(service["agents"] === true
      ? Array.from({ length: CORNERS }, (_, corner) => line("agent", `triage-${corner}`))
      : []),
    ...(service["repos"] === true ? [line("repo", "acme/web"), line("repo", "acme/api")] : []),
    ...(service["projects"] === true ? [line("sentry_project", "web")] : []),
  ];
}
