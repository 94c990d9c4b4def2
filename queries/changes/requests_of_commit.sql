-- @question Which pull requests brought a commit, or would bring it?
-- @grain    one row per connection, repository and pull request
-- @reads    github_pull_requests
-- @param    repo       VARCHAR   repository of the commit [default: null]
-- @param    sha        VARCHAR   the commit, all 40 digits [default: null]
-- @returns  connection VARCHAR   connection of the repository
-- @returns  repo       VARCHAR   repository
-- @returns  number     BIGINT    pull request
-- @returns  state      VARCHAR   open, merged or closed
-- @returns  head_sha   VARCHAR   newest commit of its branch
-- @caveat   Only the head and the commit of the merge are known: a commit in the middle of a branch has no row.
with requests as (
    select connection, repo, number, head_sha, merge_commit_sha,
        case when merged_at is not null then 'merged' else state end as state
    from github_pull_requests
    where repo = $repo::varchar
)

select connection, repo, number, state, head_sha
from requests
where head_sha = $sha::varchar
    or (state = 'merged' and merge_commit_sha = $sha::varchar)
order by connection, number
