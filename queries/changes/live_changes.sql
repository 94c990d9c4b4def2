-- @question Which commits went live in a window, when, and by which deployment?
-- @grain    one row per connection, repository and commit
-- @reads    github_commits, github_deployments, github_commit_files
-- @window   since until
-- @param    since         TIMESTAMP first moment [default: now-3d]
-- @param    until         TIMESTAMP moment after the last [default: now]
-- @returns  connection    VARCHAR   connection of the repository
-- @returns  repo          VARCHAR   repository
-- @returns  sha           VARCHAR   commit
-- @returns  title         VARCHAR   first line of its message
-- @returns  committed_at  TIMESTAMP when it was committed
-- @returns  live_at       TIMESTAMP first deployment that carried it; the commit itself in a repository never deployed
-- @returns  deployment_id VARCHAR   that deployment, null in a repository never deployed
-- @returns  environment   VARCHAR   its environment
-- @returns  deployed_sha  VARCHAR   commit the deployment names
-- @returns  paths         VARCHAR[] up to 20 changed files
-- @caveat   A deployment carries every commit not younger than the one it names; a roll-back shows nothing here.
-- @caveat   In a repository with deployments, a commit that none carried yet is not live and is left out.
with deployments as (
    -- A repository that is deployed somewhere called production is live there and nowhere else.
    select deployments.connection, deployments.repo, deployments.deployment_id, deployments.environment,
        deployments.deployed_at, deployments.sha,
        coalesce(commits.committed_at, deployments.deployed_at) as carries_to
    from github_deployments as deployments
    left join github_commits as commits using (connection, repo, sha)
    where coalesce(deployments.state, 'success') not in ('failure', 'error')
    qualify coalesce(environment ilike '%prod%', false) or not bool_or(coalesce(environment ilike '%prod%', false))
        over (partition by deployments.connection, deployments.repo)
),

-- `min` over the tuple picks the earliest deployment, with its id and commit.
went_live as (
    select commits.connection, commits.repo, commits.sha, commits.title, commits.committed_at,
        deployed.repo is null as never_deployed,
        min({
            'deployed_at': deployments.deployed_at,
            'deployment_id': deployments.deployment_id,
            'environment': deployments.environment,
            'sha': deployments.sha
        }) filter (where deployments.deployed_at is not null) as carrier
    from github_commits as commits
    left join (select distinct connection, repo from deployments) as deployed using (connection, repo)
    left join deployments
        on deployments.connection = commits.connection
        and deployments.repo = commits.repo
        and least(deployments.carries_to, deployments.deployed_at) >= commits.committed_at
    group by commits.connection, commits.repo, commits.sha, commits.title, commits.committed_at, deployed.repo
),

changed as (
    select connection, repo, sha, list(distinct path order by path)[:20] as paths
    from github_commit_files
    group by connection, repo, sha
)

select connection, repo, sha, went_live.title, went_live.committed_at,
    if(never_deployed, went_live.committed_at, carrier.deployed_at) as live_at,
    carrier.deployment_id,
    carrier.environment,
    carrier.sha as deployed_sha,
    coalesce(changed.paths, []) as paths
from went_live
left join changed using (connection, repo, sha)
where if(never_deployed, went_live.committed_at, carrier.deployed_at) >= $since::timestamp
    and if(never_deployed, went_live.committed_at, carrier.deployed_at) < $until::timestamp
order by connection, repo, live_at desc, went_live.committed_at desc, sha
