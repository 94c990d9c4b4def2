-- @question Which workflow runs failed in a window?
-- @grain    one row per connection, repository, run and attempt
-- @reads    github_workflow_runs
-- @window   since until
-- @param    since        TIMESTAMP first moment [default: now-24h]
-- @param    until        TIMESTAMP moment after the last [default: now]
-- @returns  connection   VARCHAR   connection of the repository
-- @returns  repo         VARCHAR   repository
-- @returns  run_id       VARCHAR   run
-- @returns  run_attempt  BIGINT    attempt
-- @returns  name         VARCHAR   workflow name
-- @returns  event        VARCHAR   what started it
-- @returns  conclusion   VARCHAR   failure, timed_out or startup_failure
-- @returns  head_sha     VARCHAR   commit
-- @returns  head_branch  VARCHAR   branch
-- @returns  created_at   TIMESTAMP when it was created
-- @returns  url          VARCHAR   page of the run
-- @caveat   A later attempt may have succeeded.
select connection, repo, run_id, run_attempt, name, event, conclusion, head_sha, head_branch, created_at, url
from github_workflow_runs
where created_at >= $since::timestamp
    and created_at < $until::timestamp
    and conclusion in ('failure', 'timed_out', 'startup_failure')
order by connection, created_at desc, repo, run_id, run_attempt
