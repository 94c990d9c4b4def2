import { observedIn } from "./observation-sources.ts";
import { described, type Rollup } from "./rollup.ts";
import { maintainRows } from "./row-per-observation.ts";

const COLUMNS = "connection, source, trace_id, observation_id, feature, started_at, failed, draw";

/** 15 of the 32 hexadecimal digits of an MD5 fit a BIGINT and keep its order. */
const generations = (from: string) => `
    select connection, source, trace_id, observation_id, coalesce(name, 'unnamed') as feature, started_at,
        coalesce(level, 'DEFAULT') = 'ERROR' as failed, ('0x' || left(md5(observation_id), 15))::bigint as draw
    from ${from}
    where type = 'GENERATION'`;

/** Calls of a model without what they read and wrote: which of them belong to a sample is known before any text is read. */
export const llmGenerations: Rollup = {
  name: "llm_generations",
  kind: "rollup",
  grain: "one row per call of a model, without its texts",
  source: "sentinel",
  columns: described([
    ["connection", "VARCHAR", "The configured connection"],
    ["source", "VARCHAR", "The system that recorded it"],
    ["trace_id", "VARCHAR", "Trace it belongs to"],
    ["observation_id", "VARCHAR", "The generation; joins to llm_observations.observation_id"],
    ["feature", "VARCHAR", "Name of the generation, else unnamed"],
    ["started_at", "TIMESTAMP", "When it began, UTC"],
    ["failed", "BOOLEAN", "Whether its level is ERROR"],
    ["draw", "BIGINT", "Its lot when a sample is drawn: the first digits of the MD5 of its id"],
  ]),
  time: "started_at",
  made_from: [],
  compute: (sources) => generations(`(${observedIn(sources)})`),
  maintain: (writer) => maintainRows(writer, "llm_generations", COLUMNS, generations),
};
