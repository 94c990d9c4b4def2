-- @question What was committed in the hours before a moment?
-- @grain    one row per connection, repository and commit
-- @reads    github_commits, github_commit_files
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-24h]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @param    repo         VARCHAR   only this repository; null for all [default: null]
-- @returns  connection   VARCHAR   connection of the repository
-- @returns  repo         VARCHAR   repository
-- @returns  sha          VARCHAR   commit
-- @returns  title        VARCHAR   first line of its message
-- @returns  author       VARCHAR   login or name
-- @returns  committed_at TIMESTAMP when it was committed
-- @returns  additions    BIGINT    lines added
-- @returns  deletions    BIGINT    lines deleted
-- @returns  files        BIGINT    files changed
-- @returns  paths        VARCHAR[] up to 20 changed files
-- @returns  url          VARCHAR   page of the commit
-- @caveat   Committed is not deployed: live_changes says when a commit went live.
with changed as (
    select connection, repo, sha, list(distinct path order by path)[:20] as paths
    from github_commit_files
    where committed_at >= $since::timestamp
        and committed_at < $until::timestamp
    group by connection, repo, sha
)

select connection, repo, sha, commits.title, commits.author, commits.committed_at, commits.additions,
    commits.deletions, commits.files, coalesce(changed.paths, []) as paths, commits.url
from github_commits as commits
left join changed using (connection, repo, sha)
where commits.committed_at >= $since::timestamp
    and commits.committed_at < $until::timestamp
    and ($repo::varchar is null or repo = $repo::varchar)
order by connection, committed_at desc, repo, sha
