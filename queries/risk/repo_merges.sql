-- @question Which commits of each repository went live, when, from which pull request, and what were their parents?
-- @grain    one row per connection, repository and commit
-- @reads    github_commits, github_deployments, github_pull_requests
-- @optional github_deployments, github_pull_requests
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-90d]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @param    repo         VARCHAR   only this repository; null for all [default: null]
-- @returns  connection   VARCHAR   connection of the repository
-- @returns  repo         VARCHAR   repository
-- @returns  sha          VARCHAR   commit
-- @returns  number       BIGINT    pull request that was merged as it, null for a direct push
-- @returns  title        VARCHAR   first line of its message
-- @returns  parents      VARCHAR[] SHAs of its parents
-- @returns  committed_at TIMESTAMP when it was committed
-- @returns  live_at      TIMESTAMP first deployment that carried it; the commit itself in a repository never deployed
-- @caveat   Without pull requests in the lake the number comes from the title, where a squash merge puts it.
-- @caveat   In a repository with deployments, a commit that none carried yet is not live and is left out.
with deployments as (
    -- A repository that is deployed somewhere called production is live there and nowhere else.
    select deployments.connection, deployments.repo, deployments.deployed_at,
        least(coalesce(commits.committed_at, deployments.deployed_at), deployments.deployed_at) as carries_to
    from github_deployments as deployments
    left join github_commits as commits using (connection, repo, sha)
    where coalesce(deployments.state, 'success') not in ('failure', 'error')
    qualify coalesce(environment ilike '%prod%', false) or not bool_or(coalesce(environment ilike '%prod%', false))
        over (partition by deployments.connection, deployments.repo)
),

-- The first deployment of each that carries so far: later ones that carry less say nothing new.
carriers as (
    select connection, repo, carries_to, min(deployed_at) as deployed_at
    from deployments
    group by connection, repo, carries_to
),

firsts as (
    select connection, repo, carries_to,
        min(deployed_at) over (
            partition by connection, repo order by carries_to
            rows between current row and unbounded following
        ) as deployed_at
    from carriers
),

went_live as (
    select commits.connection, commits.repo, commits.sha, commits.title, commits.parents, commits.committed_at,
        if(deployed.repo is null, commits.committed_at, firsts.deployed_at) as live_at
    from github_commits as commits
    left join (select distinct connection, repo from carriers) as deployed using (connection, repo)
    asof left join firsts
        on firsts.connection = commits.connection
        and firsts.repo = commits.repo
        and firsts.carries_to >= commits.committed_at
    where $repo::varchar is null
        or commits.repo = $repo::varchar
),

merged as (
    select connection, repo, merge_commit_sha as sha, min(number) as number
    from github_pull_requests
    where merged_at is not null
        and merge_commit_sha is not null
    group by connection, repo, merge_commit_sha
)

select connection, repo, sha,
    coalesce(merged.number, try_cast(regexp_extract(went_live.title, '\(#(\d{1,9})\)$', 1) as bigint)) as number,
    went_live.title, went_live.parents, went_live.committed_at, went_live.live_at
from went_live
left join merged using (connection, repo, sha)
where went_live.live_at >= $since::timestamp
    and went_live.live_at < $until::timestamp
order by connection, repo, went_live.live_at, went_live.committed_at, sha
