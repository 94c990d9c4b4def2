-- @question What happened in a window, across all systems, in order?
-- @grain    one row per event: commit, deployment, new error, failed task run, message, failed workflow, costly hour
-- @reads    github_commits, github_deployments, sentry_issues, snowflake_task_runs, slack_messages, github_workflow_runs, llm_cost_hourly
-- @optional github_commits, github_deployments, sentry_issues, snowflake_task_runs, slack_messages, github_workflow_runs, llm_cost_hourly
-- @window   since until
-- @param    since       TIMESTAMP first moment [default: now-24h]
-- @param    until       TIMESTAMP moment after the last [default: now]
-- @param    connection  VARCHAR   only this connection; null for all [default: null]
-- @returns  connection  VARCHAR   configured connection
-- @returns  happened_at TIMESTAMP when
-- @returns  kind        VARCHAR   commit, deployment, error, task_failure, message, workflow_failure or spend
-- @returns  id          VARCHAR   SHA, deployment, issue, run, message, or agent
-- @returns  place       VARCHAR   repository, project, channel, task or agent
-- @returns  summary     VARCHAR   one line, cut to 200 characters
-- @returns  amount      DOUBLE    USD of an hour's spend, events of an issue; null for the rest
-- @caveat   Order in time is not cause.
with happened as (
    select connection, committed_at as happened_at, 'commit' as kind, sha as id, repo as place, title as summary,
        null::double as amount
    from github_commits
    where committed_at >= $since::timestamp and committed_at < $until::timestamp
    union all
    select connection, deployed_at, 'deployment', deployment_id, repo,
        concat_ws(' ', environment, state, left(sha, 10)), null
    from github_deployments
    where deployed_at >= $since::timestamp and deployed_at < $until::timestamp
    union all
    select connection, first_seen_at, 'error', issue_id, project, title, event_count::double
    from sentry_issues
    where first_seen_at >= $since::timestamp and first_seen_at < $until::timestamp
    union all
    select connection, coalesce(completed_at, scheduled_at), 'task_failure', run_id,
        concat_ws('.', "database", "schema", task), error_message, null
    from snowflake_task_runs
    where coalesce(completed_at, scheduled_at) >= $since::timestamp
        and coalesce(completed_at, scheduled_at) < $until::timestamp
        and state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED')
    union all
    select connection, sent_at, 'message', ts, channel, "text", null
    from slack_messages
    where sent_at >= $since::timestamp and sent_at < $until::timestamp
    union all
    select connection, created_at, 'workflow_failure', run_id, repo, name, null
    from github_workflow_runs
    where created_at >= $since::timestamp and created_at < $until::timestamp
        and conclusion in ('failure', 'timed_out', 'startup_failure')
    union all
    select connection, hour, 'spend', agent, agent, sum(generations) || ' model calls', sum(cost_usd)::double
    from llm_cost_hourly
    where hour >= $since::timestamp and hour < $until::timestamp
    group by connection, hour, agent
)

select connection, happened_at, kind, id, place, left(summary, 200) as summary, amount
from happened
where $connection::varchar is null
    or connection = $connection::varchar
order by connection, happened_at, kind, id
