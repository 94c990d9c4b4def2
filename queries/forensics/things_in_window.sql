-- @question Which commits, deployments, errors, traces, messages and task runs does a window hold?
-- @grain    one row per thing, at most `most` of each kind
-- @reads    llm_observations, sentry_events, sentry_issues, github_commits, github_deployments, slack_messages, snowflake_task_runs
-- @window   since until
-- @param    since       TIMESTAMP first moment [default: now-24h]
-- @param    until       TIMESTAMP moment after the last [default: now]
-- @param    connections VARCHAR[] only these connections; empty for all [default: ]
-- @param    named       VARCHAR[] ids that come before others of their kind [default: ]
-- @param    kind        VARCHAR   only this kind; null for all [default: null]
-- @param    id          VARCHAR   only this thing; null for all [default: null]
-- @param    most        BIGINT    things of each kind, the most telling first [default: 300]
-- @returns  connection  VARCHAR   configured connection
-- @returns  kind        VARCHAR   commit, deployment, issue, trace, message or task_run
-- @returns  id          VARCHAR   SHA; deployment, issue or trace id; channel and ts of a message; run, attempt and statement of a task
-- @returns  happened_at TIMESTAMP when it began: for an issue its first event in the window
-- @returns  ended_at    TIMESTAMP last sign of it in the window
-- @returns  place       VARCHAR   repository, project, agent, channel or task
-- @returns  title       VARCHAR   one line of it, cut to 200 characters
-- @returns  state       VARCHAR   of a deployment or task run: its state; of an issue: its level
-- @returns  failed      BOOLEAN   it is an error, or holds one
-- @returns  releases    VARCHAR[] releases or SHAs that it carries
-- @returns  occurrences BIGINT    events of an issue, observations of a trace, replies to a message, files of a commit; else 1
-- @returns  cost_usd    DOUBLE    spend of a trace in the window
-- @returns  url         VARCHAR   its page at the vendor, where the vendor says it
-- @returns  things      BIGINT    things of this kind in the window, those left out too
-- @caveat   Order in time is not cause.
-- @caveat   Traces are ranked by being named, errors and spend; task runs by failure; the rest by being named and time.
with happened as (
    select connection, 'commit' as kind, sha as id, committed_at as happened_at, committed_at as ended_at, repo as place,
        title, null as state, false as failed, [sha] as releases, coalesce(files, 1) as occurrences,
        null::double as cost_usd, url, 0::double as weight
    from github_commits
    where committed_at >= $since::timestamp
        and committed_at < $until::timestamp
    union all
    select connection, 'deployment', deployment_id, deployed_at, coalesce(updated_at, deployed_at), repo,
        concat_ws(' ', environment, left(sha, 10)), state, coalesce(state in ('failure', 'error'), false),
        if(sha is null, [], [sha]), 1, null, null, 0
    from github_deployments
    where deployed_at >= $since::timestamp
        and deployed_at < $until::timestamp
    union all
    select coalesce(events.connection, issues.connection), 'issue', coalesce(events.issue_id, issues.issue_id),
        coalesce(events.happened_at, issues.first_seen_at), coalesce(events.ended_at, issues.first_seen_at),
        coalesce(events.project, issues.project), coalesce(issues.title, events.title),
        coalesce(issues.level, events.level), true, coalesce(events.releases, []), coalesce(events.occurrences, 1),
        null, issues.permalink, coalesce(events.occurrences, 1)
    from (
        select connection, issue_id,
            min(occurred_at) as happened_at,
            max(occurred_at) as ended_at,
            min(project) as project,
            min(title) as title,
            min(level) as level,
            list(distinct release order by release) filter (where release is not null) as releases,
            count(*) as occurrences
        from sentry_events
        where occurred_at >= $since::timestamp
            and occurred_at < $until::timestamp
            and issue_id is not null
        group by connection, issue_id
    ) as events
    full join sentry_issues as issues
        on issues.connection = events.connection
        and issues.issue_id = events.issue_id
    where events.issue_id is not null
        or (issues.first_seen_at >= $since::timestamp and issues.first_seen_at < $until::timestamp)
    union all
    select connection, 'trace', trace_id, min(started_at), max(coalesce(ended_at, started_at)), min(agent), min(agent),
        null, count(*) filter (where level = 'ERROR') > 0,
        coalesce(list(distinct release order by release) filter (where release is not null), []), count(*),
        coalesce(sum(cost_usd), 0)::double, null,
        1e9 * least(count(*) filter (where level = 'ERROR'), 1) + coalesce(sum(cost_usd), 0)::double
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
        and trace_id is not null
    group by connection, trace_id
    union all
    select connection, 'message', channel_id || ' ' || ts, sent_at, sent_at, channel, "text", null, false, [],
        coalesce(reply_count, 0), null, null, 0
    from slack_messages
    where sent_at >= $since::timestamp
        and sent_at < $until::timestamp
        and coalesce(subtype, '') not in ('channel_join', 'channel_leave', 'message_deleted', 'tombstone')
    union all
    select connection, 'task_run', concat_ws(' ', run_id, attempt, nullif(query_id, '')),
        coalesce(started_at, scheduled_at), coalesce(completed_at, started_at, scheduled_at),
        concat_ws('.', "database", "schema", task), coalesce(error_message, task), state,
        coalesce(state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED'), false), [], 1, null, null,
        if(state in ('FAILED', 'FAILED_AND_AUTO_SUSPENDED'), 1, 0)
    from snowflake_task_runs
    where scheduled_at >= $since::timestamp
        and scheduled_at < $until::timestamp
),

wanted as (
    select connection, kind, id, happened_at, ended_at, place, title, state, failed, releases, occurrences, cost_usd, url,
        count(*) over (partition by kind) as things,
        row_number() over (
            partition by kind
            order by list_contains($named::varchar[], id) desc, weight desc, happened_at desc, connection, id
        ) as rank
    from happened
    where ($connections::varchar[] = [] or list_contains($connections::varchar[], connection))
        and ($kind::varchar is null or kind = $kind::varchar)
        and ($id::varchar is null or id = $id::varchar)
)

select connection, kind, id, happened_at, ended_at, place, left(title, 200) as title, state, failed, releases,
    occurrences, cost_usd, url, things
from wanted
where rank <= $most::bigint
order by happened_at, kind, connection, id
