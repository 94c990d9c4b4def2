-- @question Which commits, pull requests, Sentry issues, traces and tasks do messages of a window name?
-- @grain    one row per connection, message and thing named
-- @reads    slack_messages, github_commits, github_pull_requests, sentry_issues, langfuse_traces, snowflake_task_runs
-- @optional github_commits, github_pull_requests, sentry_issues, langfuse_traces, snowflake_task_runs
-- @window   since until
-- @param    since       TIMESTAMP first moment [default: now-24h]
-- @param    until       TIMESTAMP moment after the last [default: now]
-- @returns  connection  VARCHAR   configured connection
-- @returns  channel_id  VARCHAR   channel of the message
-- @returns  channel     VARCHAR   its name
-- @returns  ts          VARCHAR   message
-- @returns  sent_at     TIMESTAMP when it was sent
-- @returns  kind        VARCHAR   commit, pull_request, issue, trace or task
-- @returns  id          VARCHAR   SHA, owner/repo#number, issue id, trace id, or database.schema.task
-- @returns  said        VARCHAR   the words that name it
-- @caveat   A commit needs seven or more hexadecimal digits of its SHA; only things of the same connection are found.
with messages as (
    select connection, channel_id, channel, ts, sent_at, "text" as body
    from slack_messages
    where sent_at >= $since::timestamp
        and sent_at < $until::timestamp
        and "text" is not null
),

tokens as (
    select connection, channel_id, ts, unnest(regexp_extract_all(lower(body), '\b[0-9a-f]{7,64}\b')) as said
    from messages
),

urls as (
    select connection, channel_id, ts, unnest(regexp_extract_all(body, 'https?://[^\s<>|]+')) as said
    from messages
),

words as (
    select connection, channel_id, ts, unnest(regexp_extract_all(body, '[A-Za-z_][\w$]*(?:[-.][\w$]+)+')) as said
    from messages
),

numbered as (
    select connection, channel_id, ts, said,
        regexp_extract(said, '/([\w.-]+/[\w.-]+)/pull/[0-9]+', 1) as repo,
        try_cast(regexp_extract(said, '/pull/([0-9]+)', 1) as bigint) as number,
        regexp_extract(said, '/issues/([0-9]+)', 1) as issue_id,
        rtrim(regexp_replace(said, '[?#].*$', ''), '/') as address
    from urls
),

tasks as (
    select connection, concat_ws('.', "database", "schema", task) as task, any_value(task) as short_name
    from snowflake_task_runs
    group by connection, concat_ws('.', "database", "schema", task)
),

named as (
    select tokens.connection, tokens.channel_id, tokens.ts, 'commit' as kind, commits.sha as id, tokens.said
    from tokens
    inner join github_commits as commits
        on commits.connection = tokens.connection
        and left(commits.sha, 7) = left(tokens.said, 7)
        and starts_with(commits.sha, tokens.said)
    union
    select tokens.connection, tokens.channel_id, tokens.ts, 'trace', traces.trace_id, tokens.said
    from tokens
    inner join langfuse_traces as traces
        on traces.connection = tokens.connection
        and replace(traces.trace_id, '-', '') = tokens.said
    union
    select numbered.connection, numbered.channel_id, numbered.ts, 'pull_request',
        requests.repo || '#' || requests.number, numbered.said
    from numbered
    inner join github_pull_requests as requests
        on requests.connection = numbered.connection
        and requests.repo = numbered.repo
        and requests.number = numbered.number
    union
    select numbered.connection, numbered.channel_id, numbered.ts, 'issue', issues.issue_id, numbered.said
    from numbered
    inner join sentry_issues as issues
        on issues.connection = numbered.connection
        and (issues.issue_id = numbered.issue_id or rtrim(issues.permalink, '/') = numbered.address)
    union
    select words.connection, words.channel_id, words.ts, 'issue', issues.issue_id, words.said
    from words
    inner join sentry_issues as issues
        on issues.connection = words.connection
        and issues.short_id = words.said
    union
    select words.connection, words.channel_id, words.ts, 'task', tasks.task, words.said
    from words
    inner join tasks
        on tasks.connection = words.connection
        and lower(tasks.task) = lower(words.said)
    union
    select messages.connection, messages.channel_id, messages.ts, 'task', tasks.task, tasks.short_name
    from messages
    inner join tasks
        on tasks.connection = messages.connection
        and contains(tasks.short_name, '_')
        and list_contains(regexp_extract_all(lower(messages.body), '[a-z_][\w$]*'), lower(tasks.short_name))
)

select connection, channel_id, messages.channel, ts, messages.sent_at, named.kind, named.id, named.said
from named
inner join messages using (connection, channel_id, ts)
order by connection, messages.sent_at, channel_id, ts, named.kind, named.id, named.said
