-- @question What was spent while each commit was the newest one live, for the agents tied to its repository?
-- @grain    one row per connection and commit that spend fell to, plus one row per connection without a commit
-- @reads    llm_cost_minutely, llm_observations, github_commits, github_deployments, sentinel_services
-- @window   since until
-- @param    since          TIMESTAMP first moment [default: now-7d]
-- @param    until          TIMESTAMP moment after the last [default: now]
-- @param    hours          BIGINT    hours after it went live that a commit answers for, at most [default: 24]
-- @returns  connection     VARCHAR        configured connection the spend came from
-- @returns  repo           VARCHAR        repository, null in the row of unblamed spend
-- @returns  sha            VARCHAR        commit, null in the row of unblamed spend
-- @returns  title          VARCHAR        first line of its message
-- @returns  committed_at   TIMESTAMP      when it was committed
-- @returns  live_at        TIMESTAMP      when it went live: the deployment that carried it where the repository has any, else the commit
-- @returns  until_at       TIMESTAMP      next commit of the repository that went live, or `hours` later
-- @returns  agents         VARCHAR[]      agents whose spend fell to it
-- @returns  cost_usd       DECIMAL(38,10) spend that fell to it, or that fell to no commit
-- @caveat   Time tells, not cause: it says what was spent under a commit, not what the commit added.
-- @caveat   Rule of the split: a minute of spend falls to the newest commit live at its start; where an agent is tied
--           to several repositories with a live commit, the minute is split equally among them. The rows of a
--           connection add up exactly to its spend.
-- @caveat   An agent is tied to a repository by a release that is a commit of it, or by the service catalogue.
with spend as (
    select connection, agent, minute, cost_usd
    from llm_cost_minutely
    where minute >= $since::timestamp
        and minute < $until::timestamp
        and cost_usd is not null
),

services as (
    select
        list(value) filter (where kind = 'connection') as connections,
        list(value) filter (where kind = 'agent') as agents,
        list(value) filter (where kind = 'repo') as repos
    from sentinel_services
    group by service
),

-- The commit that a release names: `8c1f2ab`, `shop@8c1f2ab`, or the whole SHA.
releases as (
    select distinct
        connection,
        agent,
        regexp_extract(lower(release), '(?:^|[^0-9a-z])([0-9a-f]{7,40})$', 1) as token
    from llm_observations
    where started_at >= $since::timestamp
        and started_at < $until::timestamp
),

-- A service ties the agents it lists; one that lists none ties every agent of its connections.
tied as (
    select agents.connection, agents.agent, commits.connection as peer, commits.repo
    from (select distinct connection, agent from spend) as agents
    inner join services
        on case
            when services.agents is null then list_contains(services.connections, agents.connection)
            else list_contains(services.agents, agents.agent)
                and list_contains(coalesce(services.connections, [agents.connection]), agents.connection)
        end
    inner join (select distinct connection, repo from github_commits) as commits
        on list_contains(services.repos, commits.repo)
        and list_contains(list_append(services.connections, agents.connection), commits.connection)
    union
    select releases.connection, releases.agent, commits.connection, commits.repo
    from releases
    inner join github_commits as commits
        on commits.connection = releases.connection
        and left(commits.sha, 7) = left(releases.token, 7)
        and starts_with(commits.sha, releases.token)
    where releases.token != ''
),

-- A repository that is deployed somewhere called production is live there and nowhere else.
deployments as (
    select deployments.connection, deployments.repo, deployments.deployed_at,
        coalesce(commits.committed_at, deployments.deployed_at) as carries_to
    from github_deployments as deployments
    left join github_commits as commits using (connection, repo, sha)
    where coalesce(deployments.state, 'success') not in ('failure', 'error')
    qualify coalesce(environment ilike '%prod%', false) or not bool_or(coalesce(environment ilike '%prod%', false))
        over (partition by deployments.connection, deployments.repo)
),

went_live as (
    select commits.connection as peer, commits.repo, commits.sha, commits.title, commits.committed_at,
        if(deployed.repo is null, commits.committed_at, min(deployments.deployed_at)) as live_at
    from github_commits as commits
    left join (select distinct connection, repo from deployments) as deployed using (connection, repo)
    left join deployments
        on deployments.connection = commits.connection
        and deployments.repo = commits.repo
        and least(deployments.carries_to, deployments.deployed_at) >= commits.committed_at
    group by commits.connection, commits.repo, commits.sha, commits.title, commits.committed_at, deployed.repo
),

-- Of commits that went live together, the newest answers.
answering as (
    select peer, repo, sha, title, committed_at, live_at
    from went_live
    where live_at >= $since::timestamp - $hours::bigint * interval 1 hour
        and live_at < $until::timestamp
    qualify row_number() over (partition by peer, repo, live_at order by committed_at desc, sha) = 1
),

spans as (
    select peer, repo, sha, title, committed_at, live_at,
        least(
            coalesce(lead(live_at) over (partition by peer, repo order by live_at), $until::timestamp),
            live_at + $hours::bigint * interval 1 hour
        ) as until_at
    from answering
),

-- From one of these moments to the next the same commits answer, and spend is summed up before it is split.
edges as (
    select distinct unnest([live_at, until_at]) as from_at
    from spans
),

placed as (
    select minutes.minute, edges.from_at
    from (select distinct minute from spend) as minutes
    asof inner join edges on minutes.minute >= edges.from_at
),

spent as (
    select spend.connection, spend.agent, placed.from_at, sum(spend.cost_usd) as cost_usd
    from spend
    inner join placed using (minute)
    group by spend.connection, spend.agent, placed.from_at
),

-- At most one commit of a repository answers at a moment.
answers as (
    select edges.from_at, spans.peer, spans.repo, spans.sha
    from edges
    cross join (select distinct peer, repo from spans) as repos
    asof inner join spans
        on spans.peer = repos.peer
        and spans.repo = repos.repo
        and edges.from_at >= spans.live_at
    where edges.from_at < spans.until_at
),

candidates as (
    select spent.connection, spent.agent, spent.from_at, spent.cost_usd, answers.peer, answers.repo, answers.sha,
        count(*) over span_of_agent as shares,
        row_number() over (span_of_agent order by answers.repo, answers.peer) as share
    from spent
    inner join tied using (connection, agent)
    inner join answers
        on answers.peer = tied.peer
        and answers.repo = tied.repo
        and answers.from_at = spent.from_at
    window span_of_agent as (partition by spent.connection, spent.agent, spent.from_at)
),

-- Shares of a minute are cut to ten places, and the first repository bears what the cutting leaves: nothing is lost.
parts as (
    select shared.connection, shared.agent, shared.from_at,
        sum((floor(spend.cost_usd::double * 1e10 / shared.shares) / 1e10)::decimal(38, 10)) as part_usd
    from (select distinct connection, agent, from_at, shares from candidates where shares > 1) as shared
    inner join placed using (from_at)
    inner join spend
        on spend.connection = shared.connection
        and spend.agent = shared.agent
        and spend.minute = placed.minute
    group by shared.connection, shared.agent, shared.from_at
),

cut as (
    select connection, agent, from_at, candidates.cost_usd, candidates.peer, candidates.repo, candidates.sha,
        candidates.share,
        if(candidates.share > 1, parts.part_usd, 0)::decimal(38, 10) as part_usd
    from candidates
    left join parts using (connection, agent, from_at)
),

blamed as (
    select connection, peer, repo, sha, list(distinct agent order by agent) as agents, sum(part_usd) as cost_usd
    from (
        select connection, agent, peer, repo, sha,
            case
                when share > 1 then part_usd
                else cost_usd - sum(part_usd) over (partition by connection, agent, from_at)
            end as part_usd
        from cut
    )
    group by connection, peer, repo, sha
),

total as (
    select connection, sum(cost_usd) as cost_usd, list(distinct agent order by agent) as agents
    from spend
    group by connection
)

select blamed.connection, blamed.repo, blamed.sha, spans.title, spans.committed_at, spans.live_at, spans.until_at,
    blamed.agents, blamed.cost_usd
from blamed
inner join spans using (peer, repo, sha)
union all
select total.connection, null, null, null, null, null, null, total.agents,
    (total.cost_usd - coalesce(fallen.cost_usd, 0))::decimal(38, 10)
from total
left join (select connection, sum(cost_usd) as cost_usd from blamed group by connection) as fallen using (connection)
order by connection, cost_usd desc, repo nulls last, sha
