import { described, type View } from "./rollup.ts";

/** Sessions are few beside their traces: summing them up when asked is cheap enough. */
export const langfuseSessions: View = {
  name: "langfuse_sessions",
  kind: "view",
  grain: "one row per session, summed up from its traces",
  source: "langfuse",
  columns: described([
    ["connection", "VARCHAR", "The configured connection"],
    ["session_id", "VARCHAR", "The session"],
    ["user_id", "VARCHAR", "The user on whose behalf it ran"],
    ["started_at", "TIMESTAMP", "Start of the first trace, UTC"],
    ["ended_at", "TIMESTAMP", "End of the last trace, UTC"],
    ["traces", "BIGINT", "Traces"],
    ["generations", "BIGINT", "Calls of a model"],
    ["errors", "BIGINT", "Observations of level ERROR"],
    ["cost_usd", "DECIMAL(38,10)", "Money spent, US dollars"],
  ]),
  time: "started_at",
  made_from: ["langfuse_observations"],
  select: () => `
    select connection, session_id, min(user_id) as user_id, min(started_at) as started_at, max(ended_at) as ended_at,
        count(*) as traces, sum(generations)::bigint as generations, sum(errors)::bigint as errors,
        sum(cost_usd)::decimal(38, 10) as cost_usd
    from langfuse_traces
    where session_id is not null
    group by connection, session_id`,
};
