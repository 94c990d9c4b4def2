import { observedIn } from "./observation-sources.ts";
import { described, type Rollup } from "./rollup.ts";
import { maintainRows } from "./row-per-observation.ts";

const COLUMNS =
  "connection, source, trace_id, observation_id, type, tool, agent, started_at, cost_usd, form, answer_length, sample";

/** Which span of a trace is a tool depends on its other observations, and so on the span of time: who asks decides it. */
const calls = (from: string) => `
    select connection, source, trace_id, observation_id, type, coalesce(name, 'unnamed') as tool, agent, started_at, cost_usd,
        form, if(answer = 'null', 0, length(answer)) as answer_length, if(form = 'text', left(answer, 200), null) as sample
    from (
        select *,
            case
                when is_document then 'json'
                when answer in ('', 'null') then 'empty'
                when json_type(try_cast(answer as json)) <> 'VARCHAR' then 'json'
                else 'text'
            end as form
        from (
            select *,
                if(
                    is_document,
                    json_extract_string(document, '$'),
                    trim(coalesce(json_extract_string(document, '$'), tool_output, ''))
                ) as answer
            from (${documents(from)})
        )
    )`;

/** JSON that begins with a bracket is an object or a list: most answers are, and need not be looked at again. */
const documents = (from: string) => `
    select *, document is not null and (starts_with(tool_output, '{') or starts_with(tool_output, '[')) as is_document
    from (
        select *, try_cast(tool_output as json) as document
        from ${from}
        where type = 'TOOL' or type = 'SPAN' and not coalesce(is_root, parent_observation_id is null)
    )`;

/** What tools answered, read once when it arrives: its form, its length, and how a text begins. */
export const llmToolCalls: Rollup = {
  name: "llm_tool_calls",
  kind: "rollup",
  grain: "one row per call of a tool, and per span within a trace, which is one where nothing says TOOL",
  source: "sentinel",
  columns: described([
    ["connection", "VARCHAR", "The configured connection"],
    ["source", "VARCHAR", "The system that recorded it"],
    ["trace_id", "VARCHAR", "Trace it belongs to"],
    ["observation_id", "VARCHAR", "The call; joins to llm_observations.observation_id"],
    ["type", "VARCHAR", "TOOL or SPAN"],
    ["tool", "VARCHAR", "Name of the observation, else unnamed"],
    ["agent", "VARCHAR", "Name of the trace, else of the observation"],
    ["started_at", "TIMESTAMP", "When it began, UTC"],
    ["cost_usd", "DECIMAL(18,10)", "Money spent by the observation itself, US dollars"],
    ["form", "VARCHAR", "Of its answer: json, text or empty"],
    ["answer_length", "BIGINT", "Characters of its answer, 0 for null"],
    ["sample", "VARCHAR", "The first 200 characters of an answer in words"],
  ]),
  time: "started_at",
  made_from: [],
  compute: (sources) => calls(`(${observedIn(sources)})`),
  maintain: (writer) => maintainRows(writer, "llm_tool_calls", COLUMNS, calls),
};
