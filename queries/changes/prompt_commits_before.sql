-- @question Which commits before a moment touched prompts, models or what talks to them?
-- @grain    one row per connection, repository and commit
-- @reads    github_commits, github_commit_files
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-48h]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @param    pattern      VARCHAR   words that make a change one of prompts, as an expression over words parted by single spaces [default: (^| )((prompt|template|llm)\w*|systems?|models?)( |$)]
-- @returns  connection   VARCHAR   connection of the repository
-- @returns  repo         VARCHAR   repository
-- @returns  sha          VARCHAR   commit
-- @returns  title        VARCHAR   first line of its message
-- @returns  committed_at TIMESTAMP when it was committed
-- @returns  in_message   VARCHAR   word of the message that matched, null where none did
-- @returns  paths        VARCHAR[] up to 20 changed files whose path matched
-- @caveat   Words are taken from the whole message and from paths, parted at anything but letters and digits and at
--           capital letters: `systemPrompt.ts` has the words system, prompt and ts.
with commits as (
    select connection, repo, sha, title, committed_at,
        lower(regexp_replace(
            regexp_replace(message, '([a-z0-9])([A-Z])', '\1 \2', 'g'),
            '[^A-Za-z0-9]+', ' ', 'g'
        )) as words
    from github_commits
    where committed_at >= $since::timestamp
        and committed_at < $until::timestamp
),

files as (
    select connection, repo, sha, list(distinct path order by path)[:20] as paths
    from github_commit_files
    where committed_at >= $since::timestamp
        and committed_at < $until::timestamp
        and regexp_matches(
            lower(regexp_replace(regexp_replace(path, '([a-z0-9])([A-Z])', '\1 \2', 'g'), '[^A-Za-z0-9]+', ' ', 'g')),
            $pattern::varchar
        )
    group by connection, repo, sha
)

select connection, repo, sha, commits.title, commits.committed_at,
    nullif(trim(regexp_extract(commits.words, $pattern::varchar)), '') as in_message,
    coalesce(files.paths, []) as paths
from commits
left join files using (connection, repo, sha)
where regexp_matches(commits.words, $pattern::varchar)
    or files.paths is not null
order by connection, committed_at desc, repo, sha
