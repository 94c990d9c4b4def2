import { AGENTS, DRAW, END, startOf } from "./shape.ts";

const STAMP = `timestamp '${END.toISOString().slice(0, 19)}'`;
/** Moments spread evenly over the lake's days. */
const spread = (rows: number, count: number) =>
  `make_timestamp(${startOf(rows).getTime() * 1_000} + (i * ${((END.getTime() - startOf(rows).getTime()) * 1_000) / count})::bigint)`;

/** A tenth as many errors as observations, each tied to a trace or an agent. */
function eventsSql(rows: number): string {
  const count = Math.ceil(rows / 10);
  const agents = `[${AGENTS.map((name) => `'${name}'`).join(", ")}]`;
  return `
    insert into sentry_events by name
    select 'main' as connection, printf('e%031x', i) as event_id, 'issue-' || (i * ${DRAW.error}) % 200 as issue_id,
        'shop' as project, 'TimeoutError: upstream did not answer' as title, 'error' as level, 'production' as environment,
        ${spread(rows, count)} as occurred_at,
        if(i % 3 = 0, printf('t%031x', i // 2), null) as trace_id,
        if(i % 3 = 1, ${agents}[(i * 7 % ${AGENTS.length})::int + 1], null) as agent,
        '{}'::json as tags, ${STAMP} as synced_at
    from range(${count}) r(i)`;
}

/** A thousandth as many commits. */
function commitsSql(rows: number): string {
  const count = Math.ceil(rows / 1_000);
  return `
    insert into github_commits by name
    select 'main' as connection, 'acme/shop' as repo, printf('%040x', (i + 1) * ${DRAW.release}) as sha,
        'Change ' || i as message, 'Change ' || i as title, 'dev-' || i % 9 as author,
        ${spread(rows, count)} as committed_at, ${spread(rows, count)} as authored_at,
        [] as parents, 10 as additions, 2 as deletions, 1 as files, ${STAMP} as synced_at
    from range(${count}) r(i)`;
}

/** Everything has been read, to the end: what detectors ask before they judge. */
function coverageSql(rows: number): string {
  const tables = [
    "langfuse_observations",
    "langfuse_scores",
    "sentry_events",
    "sentry_issues",
    "github_commits",
  ];
  const all = [...tables, "github_deployments", "github_commit_files", "snowflake_task_runs"];
  return `
    insert into sentinel_coverage by name
    select 'main' as connection, t as "table", timestamp '2026-01-01' as from_at, ${STAMP} as to_at, 'complete' as state,
        'bench' as api, ${rows} as rows, 0 as rejected, ${STAMP} as fetched_at
    from unnest([${all.map((name) => `'${name}'`).join(", ")}]) u(t)`;
}

export const otherTables = (rows: number): string[] => [
  eventsSql(rows),
  commitsSql(rows),
  coverageSql(rows),
  `insert into sentinel_services by name
    select 'shop' as service, kind, value, true as implicit
    from (values ('connection', 'main'), ('repo', 'acme/shop')) s(kind, value)`,
];
