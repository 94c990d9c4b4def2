-- @question How often was each repository deployed to each environment in a week, and how often did that fail?
-- @grain    one row per connection, repository and environment
-- @reads    github_deployments, github_commits
-- @optional github_commits
-- @window   since until
-- @param    since            TIMESTAMP first moment [default: now-7d]
-- @param    until            TIMESTAMP moment after the last [default: now]
-- @returns  connection       VARCHAR   connection of the repository
-- @returns  repo             VARCHAR   repository
-- @returns  environment      VARCHAR   where to
-- @returns  deployments      BIGINT    deployments
-- @returns  failed           BIGINT    of these, with the latest status failure or error
-- @returns  last_deployed_at TIMESTAMP when the newest was created
-- @returns  last_sha         VARCHAR   commit of the newest
-- @returns  url              VARCHAR   page of that commit, null when the commit is not known
-- @caveat   A deployment without a status counts as not failed.
with deployed as (
    select connection, repo, environment,
        count(*) as deployments,
        count(*) filter (where state in ('failure', 'error')) as failed,
        max(deployed_at) as last_deployed_at,
        arg_max(sha, (deployed_at, deployment_id)) as last_sha
    from github_deployments
    where deployed_at >= $since::timestamp
        and deployed_at < $until::timestamp
    group by connection, repo, environment
)

select deployed.connection, deployed.repo, deployed.environment, deployed.deployments, deployed.failed,
    deployed.last_deployed_at, deployed.last_sha, commits.url
from deployed
left join github_commits as commits
    on commits.connection = deployed.connection
    and commits.repo = deployed.repo
    and commits.sha = deployed.last_sha
order by deployed.connection, deployed.deployments desc, deployed.repo, deployed.environment
