-- @question What did the agents tied to each repository cost, hour by hour, and how many runs failed?
-- @grain    one row per connection, repository and clock hour with spend or a failed run
-- @reads    llm_cost_hourly, llm_observations, github_commits, sentry_events, sentinel_services
-- @optional sentry_events
-- @window   since until
-- @param    since      TIMESTAMP first moment [default: now-90d]
-- @param    until      TIMESTAMP moment after the last [default: now]
-- @param    repo       VARCHAR   only this repository; null for all [default: null]
-- @returns  connection VARCHAR   connection of the repository
-- @returns  repo       VARCHAR   repository
-- @returns  hour       TIMESTAMP start of the clock hour, UTC
-- @returns  cost_usd   DOUBLE    spend of its agents
-- @returns  errors     DOUBLE    different traces with an observation of level ERROR or a Sentry error in the hour
-- @caveat   An agent is tied to a repository by a release that is a commit of it, or by the service catalogue; what is
--           tied to several repositories is split equally among them.
-- @caveat   Errors of Sentry without a trace count one by one.
with services as (
    select service,
        list(value) filter (where kind = 'connection') as connections,
        list(value) filter (where kind = 'agent') as agents,
        list(value) filter (where kind = 'sentry_project') as projects,
        list(value) filter (where kind = 'repo') as repos
    from sentinel_services
    group by service
),

repos as (
    select connection, repo
    from github_commits
    group by connection, repo
),

members as (
    select services.service, repos.connection, repos.repo
    from services
    inner join repos
        on list_contains(services.repos, repos.repo)
        and list_contains(coalesce(services.connections, [repos.connection]), repos.connection)
),

spend as (
    select connection, agent, hour, sum(cost_usd)::double as cost_usd
    from llm_cost_hourly
    where hour >= $since::timestamp
        and hour < $until::timestamp
    group by connection, agent, hour
),

-- The commit that a release names: `8c1f2ab`, `shop@8c1f2ab`, or the whole SHA.
releases as (
    select distinct connection, agent,
        regexp_extract(lower(release), '(?:^|[^0-9a-z])([0-9a-f]{7,40})$', 1) as token
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
        and release is not null
),

-- A service ties the agents it lists; one that lists none ties every agent of its connections.
tied as (
    select agents.connection as source, agents.agent, members.connection, members.repo
    from (select distinct connection, agent from spend) as agents
    inner join services
        on case
            when services.agents is null then list_contains(services.connections, agents.connection)
            else list_contains(services.agents, agents.agent)
                and list_contains(coalesce(services.connections, [agents.connection]), agents.connection)
        end
    inner join members using (service)
    union
    select releases.connection, releases.agent, commits.connection, commits.repo
    from releases
    inner join github_commits as commits
        on commits.connection = releases.connection
        and left(commits.sha, 7) = left(releases.token, 7)
        and starts_with(commits.sha, releases.token)
    where releases.token != ''
),

shared as (
    select source, agent, connection, repo, 1.0 / count(*) over (partition by source, agent) as part
    from tied
),

costs as (
    select shared.connection, shared.repo, spend.hour, sum(spend.cost_usd * shared.part)::double as cost_usd
    from spend
    inner join shared
        on shared.source = spend.connection
        and shared.agent is not distinct from spend.agent
    group by shared.connection, shared.repo, spend.hour
),

failed_runs as (
    select connection, agent, coalesce(trace_id, observation_id) as run, date_trunc('hour', started_at) as hour
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
        and level = 'ERROR'
    group by connection, agent, coalesce(trace_id, observation_id), date_trunc('hour', started_at)
),

events as (
    select connection, project, coalesce(trace_id, event_id) as run, date_trunc('hour', occurred_at) as hour
    from sentry_events
    where occurred_at >= $since::timestamp
        and occurred_at < $until::timestamp
        and coalesce(level, 'error') in ('error', 'fatal')
    group by connection, project, coalesce(trace_id, event_id), date_trunc('hour', occurred_at)
),

event_places as (
    select distinct projects.connection as source, projects.project, members.connection, members.repo
    from (select distinct connection, project from events) as projects
    inner join services
        on list_contains(services.connections, projects.connection)
        and (services.projects is null or list_contains(services.projects, projects.project))
    inner join members using (service)
),

event_shares as (
    select source, project, connection, repo, 1.0 / count(*) over (partition by source, project) as part
    from event_places
),

-- A run that both sides saw fail has failed once.
failures as (
    select connection, repo, hour, run, max(part) as part
    from (
        select shared.connection, shared.repo, failed_runs.hour, failed_runs.run, shared.part
        from failed_runs
        inner join shared
            on shared.source = failed_runs.connection
            and shared.agent is not distinct from failed_runs.agent
        union all
        select event_shares.connection, event_shares.repo, events.hour, events.run, event_shares.part
        from events
        inner join event_shares
            on event_shares.source = events.connection
            and event_shares.project is not distinct from events.project
    )
    group by connection, repo, hour, run
),

errors as (
    select connection, repo, hour, sum(part)::double as errors
    from failures
    group by connection, repo, hour
)

select connection, repo, hour, coalesce(costs.cost_usd, 0) as cost_usd, coalesce(errors.errors, 0) as errors
from costs
full join errors using (connection, repo, hour)
where $repo::varchar is null
    or repo = $repo::varchar
order by connection, repo, hour
