import { timestampValue } from "../values/bound.ts";
import type { Writer } from "../writer.ts";
import { observedIn } from "./observation-sources.ts";
import { CHANGE, described, type Rollup } from "./rollup.ts";

const minutely = (from: string, sign: string) => `
    select connection, agent, date_trunc('minute', started_at) as minute,
        sum(${sign} * coalesce(cost_usd, 0))::decimal(38, 10) as cost_usd,
        sum(${sign} * coalesce(type = 'GENERATION', false)::bigint)::bigint as generations,
        sum(${sign} * coalesce(level = 'ERROR', false)::bigint)::bigint as errors
    from ${from}
    group by all
    having cost_usd <> 0 or generations <> 0 or errors <> 0`;

const CUMULATIVE = `
    (sum(cost_usd) over (partition by connection, agent, date_trunc('day', minute) order by minute))::decimal(38, 10)`;

async function maintain(writer: Writer): Promise<void> {
  await writer.run(`create or replace temp table minutely_change as ${minutely(CHANGE, "sign")}`);
  await writer.run(`
    merge into llm_cost_minutely r
    using minutely_change c
    on r.connection = c.connection and r.agent is not distinct from c.agent and r.minute = c.minute
    when matched and r.cost_usd + c.cost_usd = 0 and r.generations + c.generations = 0 and r.errors + c.errors = 0
        then delete
    when matched then update set
        cost_usd = r.cost_usd + c.cost_usd,
        generations = r.generations + c.generations,
        errors = r.errors + c.errors
    when not matched then insert (connection, agent, minute, cost_usd, generations, errors, cumulative_cost_usd)
        values (c.connection, c.agent, c.minute, c.cost_usd, c.generations, c.errors, 0)`);
  const [days] = await writer.rows<{ low: bigint | null; high: bigint | null }>(`
    select epoch_us(min(date_trunc('day', minute))) as low, epoch_us(max(date_trunc('day', minute)) + interval 1 day) as high
    from minutely_change`);
  if (days?.low == null || days.high == null) return;
  // A late minute raises every later one of its day.
  await writer.run(
    `update llm_cost_minutely r set cumulative_cost_usd = c.cumulative
    from (
        select m.connection, m.agent, m.minute, ${CUMULATIVE} as cumulative
        from llm_cost_minutely m
        semi join minutely_change d on d.connection = m.connection and d.agent is not distinct from m.agent
            and date_trunc('day', d.minute) = date_trunc('day', m.minute)
        where m.minute >= $low and m.minute < $high
    ) c
    where r.connection = c.connection and r.agent is not distinct from c.agent and r.minute = c.minute
        and r.minute >= $low and r.minute < $high and r.cumulative_cost_usd <> c.cumulative`,
    { low: timestampValue(days.low), high: timestampValue(days.high) },
  );
}

/** Money per minute and since midnight: the spend of any span is the difference of two rows, whatever its length. */
export const llmCostMinutely: Rollup = {
  name: "llm_cost_minutely",
  kind: "rollup",
  grain: "one row per minute and agent of a connection with spend, a generation or an error",
  source: "sentinel",
  columns: described([
    ["connection", "VARCHAR", "The configured connection"],
    ["agent", "VARCHAR", "Name of the trace, else of the observation"],
    ["minute", "TIMESTAMP", "Start of the minute in which the observations started, UTC"],
    ["cost_usd", "DECIMAL(38,10)", "Money spent in the minute, US dollars"],
    ["generations", "BIGINT", "Calls of a model"],
    ["errors", "BIGINT", "Observations of level ERROR"],
    [
      "cumulative_cost_usd",
      "DECIMAL(38,10)",
      "Money spent since UTC midnight, this minute included, US dollars",
    ],
  ]),
  time: "minute",
  made_from: [],
  compute: (sources) => `
    select connection, agent, minute, cost_usd, generations, errors, ${CUMULATIVE} as cumulative_cost_usd
    from (${minutely(`(${observedIn(sources)})`, "1")})`,
  maintain,
};
