-- @question As which commit was each of these pull requests merged?
-- @grain    one row per connection and merged pull request
-- @reads    github_pull_requests
-- @param    requests   VARCHAR[] pull requests as owner/repo#number [default: ]
-- @returns  connection VARCHAR   connection of the repository
-- @returns  request    VARCHAR   pull request as owner/repo#number
-- @returns  sha        VARCHAR   commit of the merge
-- @caveat   A pull request that was not merged has no row.
select connection, repo || '#' || number as request, merge_commit_sha as sha
from github_pull_requests
where merge_commit_sha is not null
    and merged_at is not null
    and list_contains($requests::varchar[], repo || '#' || number)
order by connection, request
