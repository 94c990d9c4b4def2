-- @question What does one pull request change, and whose is it?
-- @grain    one row per connection and file that the pull request changes; one row without a file when none is known
-- @reads    github_pull_requests, github_pull_request_files
-- @param    repo          VARCHAR   repository
-- @param    number        BIGINT    pull request [default: null]
-- @returns  connection    VARCHAR   connection of the repository
-- @returns  repo          VARCHAR   repository
-- @returns  number        BIGINT    pull request
-- @returns  title         VARCHAR   its title
-- @returns  author        VARCHAR   login
-- @returns  author_type   VARCHAR   User, Bot or Organization
-- @returns  state         VARCHAR   open or closed
-- @returns  draft         BOOLEAN   marked as a draft
-- @returns  head_label    VARCHAR   owner:branch that is merged
-- @returns  head_sha      VARCHAR   newest commit of the branch
-- @returns  changed_files BIGINT    files changed, as GitHub counts them
-- @returns  url           VARCHAR   page of the pull request
-- @returns  path          VARCHAR   file after the change, null where none is known
-- @returns  previous_path VARCHAR   its name before, where it is renamed
-- @caveat   As of the last sync: a push after it shows with the next one.
-- @caveat   GitHub lists 3,000 files at most; changed_files counts all of them.
select connection, repo, number, requests.title, requests.author, requests.author_type, requests.state, requests.draft,
    requests.head_label, requests.head_sha, requests.changed_files, requests.url, files.path,
    if(files.status = 'renamed', files.previous_path, null) as previous_path
from github_pull_requests as requests
left join github_pull_request_files as files using (connection, repo, number)
where repo = $repo::varchar
    and number = $number::bigint
order by connection, files.path
