-- @question What was deployed in a window, where, and with which commit?
-- @grain    one row per connection, repository and deployment
-- @reads    github_deployments, github_commits
-- @window   since until
-- @param    since         TIMESTAMP first moment [default: now-24h]
-- @param    until         TIMESTAMP moment after the last [default: now]
-- @returns  connection    VARCHAR   connection of the repository
-- @returns  repo          VARCHAR   repository
-- @returns  deployment_id VARCHAR   deployment
-- @returns  environment   VARCHAR   where to
-- @returns  state         VARCHAR   latest status, null when none was reported
-- @returns  deployed_at   TIMESTAMP when it was created
-- @returns  sha           VARCHAR   commit it names
-- @returns  title         VARCHAR   first line of that commit's message, null when the commit is not known
-- @returns  committed_at  TIMESTAMP when it was committed
-- @returns  creator       VARCHAR   who or what deployed
-- @caveat   A deployment of a pull request's head names a commit that the default branch does not have.
select connection, repo, deployments.deployment_id, deployments.environment, deployments.state,
    deployments.deployed_at, sha, commits.title, commits.committed_at, deployments.creator
from github_deployments as deployments
left join github_commits as commits using (connection, repo, sha)
where deployments.deployed_at >= $since::timestamp
    and deployments.deployed_at < $until::timestamp
order by connection, deployed_at desc, repo, deployment_id
