-- @question Which pull requests were merged in a week, and how large were they?
-- @grain    one row per connection, repository and pull request merged in the window
-- @reads    github_pull_requests
-- @window   since until
-- @param    since            TIMESTAMP first moment [default: now-7d]
-- @param    until            TIMESTAMP moment after the last [default: now]
-- @returns  connection       VARCHAR   connection of the repository
-- @returns  repo             VARCHAR   repository
-- @returns  number           BIGINT    pull request
-- @returns  title            VARCHAR   its title
-- @returns  author           VARCHAR   login
-- @returns  merged_at        TIMESTAMP when it was merged
-- @returns  merge_commit_sha VARCHAR   commit of the merge
-- @returns  changed_lines    BIGINT    lines added and deleted, null where GitHub did not say
-- @returns  url              VARCHAR   page of the pull request
-- @caveat   A later comment moves a pull request's update, so a request fetched long ago may lack its merge.
select connection, repo, number, title, author, merged_at, merge_commit_sha,
    (additions + deletions)::bigint as changed_lines,
    url
from github_pull_requests
where merged_at >= $since::timestamp
    and merged_at < $until::timestamp
order by connection, repo, merged_at, number
