import { timestampValue } from "../values/bound.ts";
import type { Writer } from "../writer.ts";
import { CHANGE, described, type Rollup } from "./rollup.ts";

const COLUMNS = `
    connection, trace_id, name, started_at, ended_at, session_id, user_id, release, environment, observations, generations,
    tool_calls, errors, warnings, input_tokens, output_tokens, cost_usd, latency_ms`;

/**
 * Of the texts that all observations of a trace should share, the smallest stands for a trace that is not of one mind:
 * any fixed choice will do, as long as it does not depend on the order of arrival.
 */
const traces = (from: string) => `
    select o.connection, o.trace_id,
        coalesce(
            min(o.trace_name), min(o.name) filter (where o.is_root), min(o.name) filter (where o.parent_observation_id is null)
        ) as name,
        min(o.started_at) as started_at,
        max(greatest(o.started_at, o.ended_at)) as ended_at,
        min(o.session_id) as session_id,
        min(o.user_id) as user_id,
        min(o.release) as release,
        min(o.environment) as environment,
        count(*) as observations,
        count(*) filter (where o.type = 'GENERATION') as generations,
        count(*) filter (where o.type = 'TOOL') as tool_calls,
        count(*) filter (where o.level = 'ERROR') as errors,
        count(*) filter (where o.level = 'WARNING') as warnings,
        coalesce(sum(o.input_tokens), 0)::bigint as input_tokens,
        coalesce(sum(o.output_tokens), 0)::bigint as output_tokens,
        coalesce(sum(o.cost_usd), 0)::decimal(38, 10) as cost_usd,
        (epoch_us(max(greatest(o.started_at, o.ended_at))) - epoch_us(min(o.started_at))) / 1000.0 as latency_ms
    from ${from}
    group by o.connection, o.trace_id`;

/**
 * Brings the traces that were touched in line. Those that are new consist of what came; the others are recomputed. A trace may
 * be longer than any batch: its observations are looked for between the earliest start and the latest end that the old
 * rollup or the change knows of, so that a few row groups are read and none of the trace's observations is missed.
 */
async function maintain(writer: Writer): Promise<void> {
  await writer.run(`
    create or replace temp table traces_touched as
    select c.connection, c.trace_id, c.low, c.high, t.started_at, t.ended_at
    from (
        select connection, trace_id, min(started_at) as low, max(started_at) as high
        from ${CHANGE}
        where source = 'langfuse' and trace_id is not null
        group by connection, trace_id
    ) c
    left join langfuse_traces t on t.connection = c.connection and t.trace_id = c.trace_id`);
  const [touched] = await writer.rows<Touched>(`
    select count(started_at) as known, count(*) - count(started_at) as fresh,
        epoch_us(min(least(low, started_at)) filter (where started_at is not null)) as low,
        epoch_us(max(greatest(high, ended_at)) filter (where started_at is not null)) as high
    from traces_touched`);
  if (touched === undefined) return;
  if (touched.low !== null && touched.high !== null) await recompute(writer, touched.low, touched.high);
  if (touched.fresh > 0n) await add(writer, touched.known > 0n);
}

type Touched = { known: bigint; fresh: bigint; low: bigint | null; high: bigint | null };

async function recompute(writer: Writer, low: bigint, high: bigint): Promise<void> {
  await writer.run(`
    delete from langfuse_traces t using traces_touched c
    where c.started_at is not null and t.connection = c.connection and t.trace_id = c.trace_id`);
  await writer.run(
    `insert into langfuse_traces (${COLUMNS})
    ${traces(`langfuse_observations o ${among("is not null")} where o.started_at between $low and $high`)}`,
    { low: timestampValue(low), high: timestampValue(high) },
  );
}

async function add(writer: Writer, beside_known: boolean): Promise<void> {
  const rows = beside_known ? among("is null") : "";
  await writer.run(
    `insert into langfuse_traces (${COLUMNS})
    ${traces(`${CHANGE} o ${rows} where o.source = 'langfuse' and o.trace_id is not null`)}`,
  );
}

/** Keeps the observations of traces that were there before, or of the others. */
const among = (started: "is null" | "is not null") => `
    semi join (select connection, trace_id from traces_touched where started_at ${started}) c
    on c.connection = o.connection and c.trace_id = o.trace_id`;

export const langfuseTraces: Rollup = {
  name: "langfuse_traces",
  kind: "rollup",
  grain: "one row per trace, summed up from its observations",
  source: "langfuse",
  columns: described([
    ["connection", "VARCHAR", "The configured connection"],
    ["trace_id", "VARCHAR", "The trace; joins to langfuse_observations.trace_id"],
    ["name", "VARCHAR", "Name of the trace, else of its root observation"],
    ["started_at", "TIMESTAMP", "Start of the first observation, UTC"],
    ["ended_at", "TIMESTAMP", "End of the last observation, UTC"],
    ["session_id", "VARCHAR", "The session that the trace belongs to"],
    ["user_id", "VARCHAR", "The user on whose behalf it ran"],
    ["release", "VARCHAR", "Release of the application"],
    ["environment", "VARCHAR", "Environment that it ran in"],
    ["observations", "BIGINT", "Observations of any type"],
    ["generations", "BIGINT", "Calls of a model"],
    ["tool_calls", "BIGINT", "Calls of a tool"],
    ["errors", "BIGINT", "Observations of level ERROR"],
    ["warnings", "BIGINT", "Observations of level WARNING"],
    ["input_tokens", "BIGINT", "Tokens given to models"],
    ["output_tokens", "BIGINT", "Tokens given by models"],
    ["cost_usd", "DECIMAL(38,10)", "Money spent, US dollars"],
    ["latency_ms", "DOUBLE", "From the first start to the last end, milliseconds"],
  ]),
  time: "started_at",
  made_from: ["langfuse_observations"],
  compute: () => `select ${COLUMNS} from (${traces("langfuse_observations o where o.trace_id is not null")})`,
  maintain,
};
