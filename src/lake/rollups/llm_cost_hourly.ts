import { observedIn } from "./observation-sources.ts";
import { CHANGE, described, type Rollup } from "./rollup.ts";

const hourly = (from: string, sign: string) => `
    select connection, date_trunc('hour', started_at) as hour, agent, model,
        sum(${sign} * coalesce(type = 'GENERATION', false)::bigint)::bigint as generations,
        sum(${sign})::bigint as observations,
        sum(${sign} * coalesce(level = 'ERROR', false)::bigint)::bigint as errors,
        sum(${sign} * coalesce(input_tokens, 0))::bigint as input_tokens,
        sum(${sign} * coalesce(output_tokens, 0))::bigint as output_tokens,
        sum(${sign} * coalesce(cost_usd, 0))::decimal(38, 10) as cost_usd
    from ${from}
    group by all`;

/** Counts, tokens and money per hour. Every measure is a sum, so that rows that come and go are added and taken off. */
export const llmCostHourly: Rollup = {
  name: "llm_cost_hourly",
  kind: "rollup",
  grain: "one row per hour, agent and model of a connection with at least one observation",
  source: "sentinel",
  columns: described([
    ["connection", "VARCHAR", "The configured connection"],
    ["hour", "TIMESTAMP", "Start of the hour in which the observations started, UTC"],
    ["agent", "VARCHAR", "Name of the trace, else of the observation"],
    ["model", "VARCHAR", "The model; null for observations without one"],
    ["generations", "BIGINT", "Calls of a model"],
    ["observations", "BIGINT", "Observations of any type"],
    ["errors", "BIGINT", "Observations of level ERROR"],
    ["input_tokens", "BIGINT", "Tokens given to models"],
    ["output_tokens", "BIGINT", "Tokens given by models"],
    ["cost_usd", "DECIMAL(38,10)", "Money spent, US dollars"],
  ]),
  time: "hour",
  made_from: [],
  compute: (sources) => hourly(`(${observedIn(sources)})`, "1"),
  maintain: (writer) =>
    writer.run(`
        merge into llm_cost_hourly r
        using (${hourly(CHANGE, "sign")}) c
        on r.connection = c.connection and r.hour = c.hour
            and r.agent is not distinct from c.agent and r.model is not distinct from c.model
        when matched and r.observations + c.observations = 0 then delete
        when matched then update set
            generations = r.generations + c.generations,
            observations = r.observations + c.observations,
            errors = r.errors + c.errors,
            input_tokens = r.input_tokens + c.input_tokens,
            output_tokens = r.output_tokens + c.output_tokens,
            cost_usd = r.cost_usd + c.cost_usd
        when not matched and c.observations > 0 then insert
            (connection, hour, agent, model, generations, observations, errors, input_tokens, output_tokens, cost_usd)
            values (c.connection, c.hour, c.agent, c.model, c.generations, c.observations, c.errors,
                c.input_tokens, c.output_tokens, c.cost_usd)`),
};
