-- @question What belongs to which service, by the catalogue or by being the only repository of a connection?
-- @grain    one row per service, connection it names, kind and value
-- @reads    sentinel_services
-- @returns  connection VARCHAR connection the service names, null when it names none
-- @returns  service    VARCHAR service name
-- @returns  kind       VARCHAR connection, repo, sentry_project, agent, channel or task
-- @returns  value      VARCHAR what belongs to it
-- @returns  implicit   BOOLEAN taken for granted, not written in settings.json
-- @caveat   A service that names two connections has each member twice.
with connections as (
    select service, value as connection
    from sentinel_services
    where kind = 'connection'
)

select connections.connection, service, members.kind, members.value, members.implicit
from sentinel_services as members
left join connections using (service)
order by service, connections.connection, members.kind, members.value
