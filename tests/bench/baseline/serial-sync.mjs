// What somebody would write in an hour instead of a sync: `node serial-sync.mjs URL FILE` reads observations page after page
// from a Langfuse server and upserts each page into a table with a primary key. It goes on from the newest stored one.
import { DuckDBInstance } from "@duckdb/node-api";

const [url, file] = process.argv.slice(2);
const DAYS = 14;
const FIELDS = "core,basic,io,metadata,model,usage,prompt,metrics,trace_context";

const COLUMNS = {
  observation_id: ["varchar primary key", (o) => o.id],
  trace_id: ["varchar", (o) => o.traceId],
  parent_observation_id: ["varchar", (o) => o.parentObservationId],
  type: ["varchar", (o) => o.type],
  name: ["varchar", (o) => o.name],
  trace_name: ["varchar", (o) => o.traceName],
  level: ["varchar", (o) => o.level],
  status_message: ["varchar", (o) => o.statusMessage],
  model: ["varchar", (o) => o.providedModelName],
  started_at: ["timestamp", (o) => o.startTime],
  ended_at: ["timestamp", (o) => o.endTime],
  latency_ms: ["double", (o) => o.latency * 1000],
  input: ["varchar", (o) => text(o.input)],
  output: ["varchar", (o) => text(o.output)],
  input_tokens: ["bigint", (o) => o.usageDetails.input],
  output_tokens: ["bigint", (o) => o.usageDetails.output],
  total_tokens: ["bigint", (o) => o.usageDetails.total],
  cost_usd: ["decimal(18, 10)", (o) => o.totalCost],
  environment: ["varchar", (o) => o.environment],
  release: ["varchar", (o) => o.release],
  version: ["varchar", (o) => o.version],
  prompt_name: ["varchar", (o) => o.promptName],
  prompt_version: ["bigint", (o) => o.promptVersion],
  session_id: ["varchar", (o) => o.sessionId],
  user_id: ["varchar", (o) => o.userId],
  tags: ["varchar", (o) => JSON.stringify(o.tags)],
  is_root: ["boolean", (o) => o.isRootObservation],
  metadata: ["json", (o) => text(o.metadata)],
};
const text = (value) => (value === null || typeof value === "string" ? value : JSON.stringify(value));
const names = Object.keys(COLUMNS);

const instance = await DuckDBInstance.create(file);
const connection = await instance.connect();
await connection.run(
  `create table if not exists observations (${names.map((name) => `${name} ${COLUMNS[name][0]}`).join(", ")})`,
);
await connection.run(`create temp table page (${names.map((name) => `${name} varchar`).join(", ")})`);
const newest = await connection.runAndReadAll("select max(started_at)::varchar as at from observations");
const [at] = newest.getRowObjects().map((row) => row.at);
const from = at === null ? new Date(Date.now() - DAYS * 86_400_000) : new Date(String(at) + "Z");

async function store(items) {
  const appender = await connection.createAppender("page", "main", "temp");
  for (const item of items) {
    for (const name of names) {
      const value = COLUMNS[name][1](item);
      if (value === null || value === undefined) appender.appendNull();
      else appender.appendVarchar(String(value));
    }
    appender.endRow();
  }
  appender.closeSync();
  await connection.run("insert or replace into observations select * from page");
  await connection.run("delete from page");
}

const asked = new URLSearchParams({ fields: FIELDS, limit: "1000", fromStartTime: from.toISOString() });
for (;;) {
  const response = await fetch(`${url}/api/public/v2/observations?${asked}`);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const { data, meta } = await response.json();
  if (data.length > 0) await store(data);
  if (meta.cursor === undefined) break;
  asked.set("cursor", meta.cursor);
}
const [{ n }] = (
  await connection.runAndReadAll("select count(*)::int as n from observations")
).getRowObjects();
process.stdout.write(String(n) + "\n");
connection.closeSync();
instance.closeSync();
