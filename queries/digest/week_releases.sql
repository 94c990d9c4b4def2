-- @question Which releases did Sentry learn of in a week?
-- @grain    one row per connection and release
-- @reads    sentry_releases
-- @window   since until
-- @param    since       TIMESTAMP first moment [default: now-7d]
-- @param    until       TIMESTAMP moment after the last [default: now]
-- @returns  connection  VARCHAR   configured connection
-- @returns  version     VARCHAR   version as the SDK sends it
-- @returns  created_at  TIMESTAMP when Sentry first knew of it
-- @caveat   A release is first known when it is declared or when its first event arrives, whichever is earlier.
select connection, version, created_at
from sentry_releases
where created_at >= $since::timestamp
    and created_at < $until::timestamp
order by connection, created_at, version
