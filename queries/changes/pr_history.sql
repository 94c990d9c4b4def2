-- @question What has become of pull requests: how large were they, when did they go live, what failed right after?
-- @grain    one row per connection, repository and pull request updated in the window
-- @reads    github_pull_requests, github_pull_request_files, github_deployments, github_workflow_runs, sentry_issues
-- @optional github_deployments, github_workflow_runs, sentry_issues
-- @window   since until
-- @param    since          TIMESTAMP first moment [default: now-30d]
-- @param    until          TIMESTAMP moment after the last [default: now]
-- @param    repo           VARCHAR   only this repository; null for all [default: null]
-- @param    hours          BIGINT    hours after a merge in which new errors count as right after [default: 24]
-- @returns  connection     VARCHAR   connection of the repository
-- @returns  repo           VARCHAR   repository
-- @returns  number         BIGINT    pull request
-- @returns  title          VARCHAR   its title
-- @returns  author         VARCHAR   login
-- @returns  state          VARCHAR   open or closed
-- @returns  created_at     TIMESTAMP when it was opened
-- @returns  merged_at      TIMESTAMP when it was merged, null when it was not
-- @returns  merge_commit_sha VARCHAR commit of the merge
-- @returns  deployed_at    TIMESTAMP first deployment that names the merge commit
-- @returns  additions      BIGINT    lines added
-- @returns  deletions      BIGINT    lines deleted
-- @returns  changed_files  BIGINT    files changed
-- @returns  paths          VARCHAR[] up to 50 changed files
-- @returns  failed_runs    BIGINT    failed workflow runs on its head commit
-- @returns  new_errors     BIGINT    Sentry issues of the same connection first seen within `hours` after the merge
-- @caveat   New errors after a merge came after it, not necessarily from it.
with requests as (
    select connection, repo, number, title, author, state, created_at, merged_at, merge_commit_sha, head_sha, additions,
        deletions, changed_files
    from github_pull_requests
    where updated_at >= $since::timestamp
        and updated_at < $until::timestamp
        and ($repo::varchar is null or repo = $repo::varchar)
),

paths as (
    select connection, repo, number, list(distinct path order by path)[:50] as paths
    from github_pull_request_files
    group by connection, repo, number
),

deployed as (
    select connection, repo, sha as merge_commit_sha, min(deployed_at) as deployed_at
    from github_deployments
    group by connection, repo, sha
),

failed as (
    select connection, repo, head_sha, count(*) as failed_runs
    from github_workflow_runs
    where conclusion in ('failure', 'timed_out', 'startup_failure')
    group by connection, repo, head_sha
),

broken as (
    select requests.connection, requests.repo, requests.number, count(*) as new_errors
    from requests
    inner join sentry_issues as issues
        on issues.connection = requests.connection
        and issues.first_seen_at >= requests.merged_at
        and issues.first_seen_at < requests.merged_at + $hours::bigint * interval 1 hour
    group by requests.connection, requests.repo, requests.number
)

select connection, repo, number, requests.title, requests.author, requests.state, requests.created_at,
    requests.merged_at, merge_commit_sha, deployed.deployed_at, requests.additions, requests.deletions,
    requests.changed_files,
    coalesce(paths.paths, []) as paths,
    coalesce(failed.failed_runs, 0) as failed_runs,
    coalesce(broken.new_errors, 0) as new_errors
from requests
left join paths using (connection, repo, number)
left join deployed using (connection, repo, merge_commit_sha)
left join failed using (connection, repo, head_sha)
left join broken using (connection, repo, number)
order by connection, repo, number desc
