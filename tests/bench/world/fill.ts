import {
  AGENTS,
  DRAW,
  END,
  MODELS,
  OBSERVATIONS_PER_TRACE,
  ROWS_PER_DAY,
  startOf,
  TOOLS,
  TYPES,
  USERS,
} from "./shape.ts";

const draw = (number: string, multiplier: number) =>
  `xor((${number} * ${multiplier}) % 4294967296, (${number} * 40503) % 4294967296)`;
const ranked = (number: string, multiplier: number, among: number) =>
  `least(floor(pow(${among}, ${draw(number, multiplier)} / 4294967296.0)), ${among})::int`;
const pick = (names: string[], rank: string) => `[${names.map((name) => `'${name}'`).join(", ")}][${rank}]`;
const moment = (number: string, start: Date) =>
  `date_trunc('millisecond', make_timestamp((${start.getTime() * 1_000} + ((${number}) / ${ROWS_PER_DAY}.0
    + 0.7 / (2 * pi()) * sin(2 * pi() * ((${number}) / ${ROWS_PER_DAY}.0 % 1.0))) * 86400000000)::bigint))`;

/** A statement that makes the first `rows` observations of a lake of `rows` rows, as `rows.ts` does. */
export function observationsSql(rows: number): string {
  const generation = "type = 'GENERATION'";
  return `
    insert into langfuse_observations by name
    with numbered as (
        select i, i // ${OBSERVATIONS_PER_TRACE} as t, (i % ${OBSERVATIONS_PER_TRACE})::int as place,
            ${moment("i", startOf(rows))} as started_at,
            80 + ${draw("i", DRAW.tokens)} % 4000 as took,
            200 + ${draw("i", DRAW.tokens)} % 3000 as tokens,
            20 + ${draw("i", DRAW.user)} % 400 as out,
            ${pick(TYPES, `(i % ${OBSERVATIONS_PER_TRACE})::int + 1`)} as type
        from range(${rows}) r(i)
    )
    select 'main' as connection, printf('%016x', i) as observation_id, printf('t%031x', t) as trace_id,
        if(place = 0, null, printf('%016x', i - place)) as parent_observation_id, type,
        case type when 'TOOL' then ${pick(TOOLS, ranked("i", DRAW.tool, TOOLS.length))}
            when 'GENERATION' then 'answer' else 'run' end as name,
        ${pick(AGENTS, ranked("t", DRAW.agent, AGENTS.length))} as trace_name,
        if(${draw("i", DRAW.error)} < 42949673, 'ERROR', 'DEFAULT') as level,
        if(${generation}, ${pick(MODELS, ranked("i", DRAW.model, MODELS.length))}, null) as model,
        started_at, started_at + took * interval 1 millisecond as ended_at, took::double as latency_ms,
        if(${generation},
            format('[{{"role":"user","content":"Order {} of customer {} has not arrived, what can be done about it?"}}]',
                i, ${draw("t", DRAW.user)} % ${USERS}),
            format('{{"id":{},"query":"order {}"}}', i, i)) as input,
        if(${generation},
            format('{{"answer":"The parcel of order {} left the warehouse and arrives within {} days.","confidence":0.{}}}',
                i, place, place),
            format('{{"status":"ok","rows":{},"cursor":"{}"}}', place, t)) as output,
        if(${generation}, tokens, null) as input_tokens, if(${generation}, out, null) as output_tokens,
        if(${generation}, tokens + out, null) as total_tokens,
        if(${generation}, ((tokens * 3 + out * 12) / 1000000.0)::decimal(18, 10), null) as cost_usd,
        'production' as environment,
        printf('shop@%07x', ${draw("(i // 5000)", DRAW.release)} % 268435455) as release,
        if(${generation}, 'answer-v', null) as prompt_name, if(${generation}, 7, null) as prompt_version,
        's' || t // 3 as session_id, 'user-' || ${ranked("t", DRAW.user, USERS)} - 1 as user_id,
        [] as tags, place = 0 as is_root,
        if(place = 0, format('{{"run":{},"region":"eu"}}', t), null)::json as metadata,
        timestamp '${END.toISOString().slice(0, 19)}' as synced_at
    from numbered`;
}
