-- @question What is tied to what in a window, by which kind of link and how strongly?
-- @grain    one row per pair of things and kind of link
-- @reads    llm_observations, sentry_events, sentry_issues, sentry_releases, github_commits, github_deployments, slack_messages, sentinel_services
-- @optional sentry_events, sentry_issues, sentry_releases, github_commits, github_deployments, slack_messages
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-24h]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @param    near_minutes BIGINT    distance at which a deployment and a new error count as near [default: 30]
-- @returns  connection   VARCHAR   configured connection
-- @returns  left_kind    VARCHAR   agent, trace, issue, deployment or message
-- @returns  left_id      VARCHAR   agent name, trace id, issue id, deployment id, or channel id and message
-- @returns  right_kind   VARCHAR   trace, issue, commit or repo
-- @returns  right_id     VARCHAR   trace id, issue id, SHA or owner/repo
-- @returns  kind         VARCHAR   trace, release, mention, service or nearness, strongest first
-- @returns  strength     DOUBLE    1, 0.9, 0.8, 0.5 and 0.2
-- @returns  happened_at  TIMESTAMP first moment of the tie in the window
-- @returns  why          VARCHAR   the tie in words
-- @caveat   Nearness alone is a hint for a reader: it neither merges nor blames.
with commits as (
    select connection, sha, left(sha, 7) as stem
    from github_commits
),

-- What carries a release, and the SHA that it may name.
carried as (
    select connection, 'agent' as left_kind, agent as left_id, release, min(started_at) as happened_at
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
        and release is not null
    group by connection, agent, release
    union all
    select connection, 'issue', issue_id, release, min(occurred_at)
    from sentry_events
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
        and release is not null
    group by connection, issue_id, release
    union all
    select connection, 'deployment', deployment_id, sha, min(deployed_at)
    from github_deployments
    where deployed_at >= $since::timestamp
        and deployed_at < $until::timestamp
        and sha is not null
    group by connection, deployment_id, sha
),

tokens as (
    select carried.connection, carried.left_kind, carried.left_id, carried.release, carried.happened_at,
        coalesce(
            lower(releases.last_commit),
            regexp_extract(lower(carried.release), '(?:^|[^0-9a-z])([0-9a-f]{7,40})$', 1)
        ) as token
    from carried
    left join (
        select connection, version, max(last_commit) as last_commit
        from sentry_releases
        group by connection, version
    ) as releases
        on releases.connection = carried.connection
        and releases.version = carried.release
),

said as (
    select connection, channel_id || ' ' || ts as message, sent_at,
        unnest(regexp_extract_all(lower("text"), '\b[0-9a-f]{7,40}\b')) as token
    from slack_messages
    where sent_at >= $since::timestamp
        and sent_at < $until::timestamp
),

links as (
    select connection, 'issue' as left_kind, issue_id as left_id, 'trace' as right_kind, trace_id as right_id,
        'trace' as kind, 1.0::double as strength, min(occurred_at) as happened_at,
        'events of the issue carry the trace id' as why
    from sentry_events
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
        and trace_id is not null
        and issue_id is not null
    group by connection, issue_id, trace_id
    union all
    select tokens.connection, tokens.left_kind, tokens.left_id, 'commit', commits.sha, 'release', 0.9,
        tokens.happened_at, 'release ' || tokens.release || ' is the commit'
    from tokens
    inner join commits
        on commits.connection = tokens.connection
        and commits.stem = left(tokens.token, 7)
        and starts_with(commits.sha, tokens.token)
    where length(tokens.token) >= 7
    union all
    select said.connection, 'message', said.message, 'commit', commits.sha, 'mention', 0.8, min(said.sent_at),
        'the message names ' || min(said.token)
    from said
    inner join commits
        on commits.connection = said.connection
        and commits.stem = left(said.token, 7)
        and starts_with(commits.sha, said.token)
    group by said.connection, said.message, commits.sha
    union all
    select agents.connection, 'agent', agents.agent, 'repo', repos.value, 'service', 0.5, agents.happened_at,
        'both belong to service ' || min(repos.service)
    from (
        select connection, agent, min(started_at) as happened_at
        from llm_observations
        where started_at >= $since::timestamp
            and started_at < $until::timestamp
        group by connection, agent
    ) as agents
    inner join sentinel_services as members
        on (members.kind = 'agent' and members.value = agents.agent)
        or (members.kind = 'connection' and members.value = agents.connection)
    inner join sentinel_services as repos
        on repos.service = members.service
        and repos.kind = 'repo'
    group by agents.connection, agents.agent, repos.value, agents.happened_at
    union all
    select deployments.connection, 'deployment', deployments.deployment_id, 'issue', issues.issue_id, 'nearness', 0.2,
        min(issues.first_seen_at),
        'the issue was first seen ' || date_diff('minute', deployments.deployed_at, min(issues.first_seen_at))
        || ' minutes after the deployment'
    from github_deployments as deployments
    inner join sentry_issues as issues
        on issues.connection = deployments.connection
        and issues.first_seen_at >= deployments.deployed_at
        and issues.first_seen_at < deployments.deployed_at + $near_minutes::bigint * interval 1 minute
    where deployments.deployed_at >= $since::timestamp
        and deployments.deployed_at < $until::timestamp
    group by deployments.connection, deployments.deployment_id, deployments.deployed_at, issues.issue_id
)

select connection, left_kind, left_id, right_kind, right_id, kind, strength, happened_at, why
from links
order by connection, strength desc, happened_at, left_kind, left_id, right_id
