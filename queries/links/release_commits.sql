-- @question Which commit was each of these releases made from?
-- @grain    one row per connection, release and commit
-- @reads    sentry_releases, github_commits
-- @optional sentry_releases
-- @param    releases   VARCHAR[] releases, as traces or Sentry name them [default: ]
-- @returns  connection VARCHAR   connection of the commit
-- @returns  release    VARCHAR   release
-- @returns  repo       VARCHAR   repository of the commit
-- @returns  sha        VARCHAR   commit
-- @caveat   A release is a commit when it is its SHA, ends in at least seven hexadecimal digits of it, or is a Sentry
--           release of the same connection whose last commit it is.
with names as (
    select null as connection, release, regexp_extract(lower(release), '(?:^|[^0-9a-z])([0-9a-f]{7,40})$', 1) as token
    from unnest($releases::varchar[]) as given(release)
    union
    select connection, version, lower(last_commit)
    from sentry_releases
    where list_contains($releases::varchar[], version)
        and last_commit is not null
)

select commits.connection, names.release, commits.repo, commits.sha
from names
inner join github_commits as commits
    on left(commits.sha, 7) = left(names.token, 7)
    and starts_with(commits.sha, names.token)
    and coalesce(names.connection, commits.connection) = commits.connection
where length(names.token) >= 7
group by all
order by commits.connection, names.release, commits.repo, commits.sha
