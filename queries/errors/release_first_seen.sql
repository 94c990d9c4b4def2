-- @question Which releases did each agent run in a window, since when, and which commit is each?
-- @grain    one row per connection, agent, release and commit that the release names (one row without a commit)
-- @reads    llm_observations, github_commits, sentry_releases
-- @optional github_commits, sentry_releases
-- @window   since until
-- @param    since         TIMESTAMP first moment [default: now-24h]
-- @param    until         TIMESTAMP moment after the last [default: now]
-- @param    lookback_days BIGINT    days before `since` in which first sightings are looked for [default: 14]
-- @returns  connection    VARCHAR   connection of the agent
-- @returns  agent         VARCHAR   agent as the trace names it
-- @returns  release       VARCHAR   release the traces carried
-- @returns  first_seen_at TIMESTAMP first observation of the agent with it, within the look-back
-- @returns  last_seen_at  TIMESTAMP last one before `until`
-- @returns  generations   BIGINT    model calls with it in the window
-- @returns  commit_connection VARCHAR connection of the commit
-- @returns  repo          VARCHAR   repository of the commit
-- @returns  sha           VARCHAR   commit that the release is
-- @returns  title         VARCHAR   first line of its message
-- @returns  committed_at  TIMESTAMP when it was committed
-- @caveat   A release is a commit when it is its SHA, ends in at least seven hexadecimal digits of it, or is a Sentry
--           release whose last commit it is.
with releases as (
    select connection, agent, release,
        min(started_at) as first_seen_at,
        max(started_at) as last_seen_at,
        count(*) filter (where type = 'GENERATION' and started_at >= $since::timestamp) as generations
    from llm_observations
    where started_at >= $since::timestamp - $lookback_days::bigint * interval 1 day
        and started_at < $until::timestamp
        and release is not null
    group by connection, agent, release
    having max(started_at) >= $since::timestamp
),

names as (
    select release, regexp_extract(lower(release), '(?:^|[^0-9a-z])([0-9a-f]{7,40})$', 1) as token
    from releases
    union
    select releases.release, lower(sentry_releases.last_commit)
    from releases
    inner join sentry_releases
        on sentry_releases.version = releases.release
        or sentry_releases.short_version = releases.release
    where sentry_releases.last_commit is not null
),

commits as (
    select names.release, commits.connection as commit_connection, commits.repo, commits.sha, commits.title,
        commits.committed_at
    from names
    inner join github_commits as commits
        on left(commits.sha, 7) = left(names.token, 7)
        and starts_with(commits.sha, names.token)
    where length(names.token) >= 7
    group by all
)

select releases.connection, releases.agent, release, releases.first_seen_at, releases.last_seen_at,
    releases.generations, commits.commit_connection, commits.repo, commits.sha, commits.title, commits.committed_at
from releases
left join commits using (release)
order by releases.connection, releases.agent, releases.first_seen_at, release, commits.commit_connection,
    commits.repo, commits.sha
