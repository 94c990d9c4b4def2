-- @question Which files did each commit change, and under which name before?
-- @grain    one row per connection, repository, commit and file
-- @reads    github_commit_files
-- @window   since until
-- @param    since         TIMESTAMP first moment [default: now-90d]
-- @param    until         TIMESTAMP moment after the last [default: now]
-- @param    repo          VARCHAR   only this repository; null for all [default: null]
-- @returns  connection    VARCHAR   connection of the repository
-- @returns  repo          VARCHAR   repository
-- @returns  sha           VARCHAR   commit
-- @returns  path          VARCHAR   file, as the commit left it
-- @returns  previous_path VARCHAR   its name before, where the commit renamed it
-- @caveat   A copy is a new file: what happened to the original says nothing of it.
select connection, repo, sha, path, if(status = 'renamed', previous_path, null) as previous_path
from github_commit_files
where committed_at >= $since::timestamp
    and committed_at < $until::timestamp
    and ($repo::varchar is null or repo = $repo::varchar)
order by connection, repo, committed_at, sha, path
