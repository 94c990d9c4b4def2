import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Lake } from "../../src/lake/open.ts";
import { lakeIn, OBSERVATIONS, openTemporaryLake, rowsOf, temporaryFolder } from "./temporary-lake.ts";

// Nothing here writes: one lake serves every statement.
let lake: Lake;
let release: () => Promise<void>;
beforeAll(async () => ({ lake, release } = await openTemporaryLake()));
afterAll(() => release());

describe("what may not be asked", () => {
  it.each([
    "insert into llm_cost_hourly (connection) values ('x')",
    `update ${OBSERVATIONS} set name = 'x'`,
    `delete from ${OBSERVATIONS}`,
    `drop table ${OBSERVATIONS}`,
    "create table x (a int)",
    "create temp table x as select 1",
    "attach 'x.duckdb'",
    "copy (select 1) to 'x.csv'",
    "export database 'x'",
    "install httpfs",
    "load httpfs",
    "set memory_limit = '100GB'",
    "pragma database_list",
    "call pragma_version()",
    "begin",
    "checkpoint",
    "vacuum",
    "prepare p as select 1",
    "execute p",
    "explain analyze select 1",
    "select 1; drop table llm_cost_hourly",
    "select 1; select 2",
    "with gone as (delete from llm_cost_hourly returning *) select * from gone",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from glob('*')",
    "select * from '/etc/passwd'",
    "from 'https://example.org/x.parquet'",
    "describe '/etc/passwd'",
    "summarize '/etc/passwd'",
    "show '/etc/passwd'",
    "select * from (describe '/etc/passwd')",
    "select * from query('select 1')",
    "select * from query_table('langfuse_traces')",
    "select (select content from read_text('/etc/passwd'))",
    "select count(*) from llm_observations where exists (from glob('*'))",
    "select * from duckdb_settings()",
    "select * from duckdb_settings",
    "select * from duckdb_tables",
    "select * from pg_catalog.pg_settings",
    "select * from pg_settings",
    "select * from information_schema.tables",
    "select * from sqlite_master",
    "select * from system.main.sqlite_master",
    "select * from sentinel_internal.definitions",
    "select * from enable_logging()",
    "select * from duckdb_logs()",
    "select write_log('x')",
    "select getenv('HOME')",
    "select current_setting('memory_limit')",
    "select sleep_ms(100000)",
    "select pg_sleep(100)",
    "select nextval('x')",
    "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))",
    "select * from (with sqlite_master as (select 1) select 1) a, sqlite_master",
    "with sqlite_master as (select * from sqlite_master) select * from sqlite_master",
    "with a as (select * from b), b as (select 1) select * from a",
    "with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select * from r, sqlite_master",
  ])("%s", async (sql) => {
    await expect(lake.ask(sql)).rejects.toMatchObject({
      name: "SentinelError",
      code: expect.stringMatching(/^(invalid|not_found)$/),
    });
    await expect(lake.read_tables(sql)).rejects.toMatchObject({ name: "SentinelError" });
  });
});

describe("what may be asked", () => {
  it.each<[string, string[]]>([
    ["select 1", []],
    ["select count(*) as n from llm_observations", ["llm_observations"]],
    ["from langfuse_traces", ["langfuse_traces"]],
    ["SELECT * FROM Main.LLM_Cost_Hourly", ["llm_cost_hourly"]],
    ["values (1), (2)", []],
    ["describe langfuse_traces", ["langfuse_traces"]],
    ["summarize langfuse_traces", ["langfuse_traces"]],
    ["show tables", []],
    ["select unnest([1, 2]) as n", []],
    ["select n from range(3) r(n) join generate_series(1, 3) s(m) on n = m", []],
    ["with a as (select 1 as n), b as (select n from a) select * from b", []],
    ["with recursive r as (select 1 as n union all select n + 1 from r where n < 3) select * from r", []],
    [
      "with llm_cost_hourly as (select * from llm_cost_hourly) select * from llm_cost_hourly",
      ["llm_cost_hourly"],
    ],
    [
      "select * from langfuse_traces t, lateral (select count(*) from llm_cost_hourly h where h.agent = t.name)",
      ["langfuse_traces", "llm_cost_hourly"],
    ],
    [
      "select (select max(hour) from llm_cost_hourly) as newest from langfuse_traces union all select null",
      ["langfuse_traces", "llm_cost_hourly"],
    ],
    ["select key from json_each('{\"a\": 1}') -- a comment; with a semicolon", []],
    ["select 'drop table x; select * from read_csv(''y'')' as text;", []],
  ])("%s", async (sql, tables) => {
    expect((await lake.ask(sql)).columns.length).toBeGreaterThan(0);
    expect(await lake.read_tables(sql)).toEqual(tables);
  });

  it("names tables although parameters are open", async () => {
    const sql =
      "with x as (select agent from llm_cost_hourly where hour >= $at::timestamp) select x.agent from x join sentinel_services s on s.value = x.agent";
    expect(await lake.read_tables(sql)).toEqual(["llm_cost_hourly", "sentinel_services"]);
  });
});

it("reads no file, whatever its name looks like", async () => {
  const folder = temporaryFolder();
  const own = await lakeIn(join(folder, "lake.duckdb"));
  for (const name of ["secret.csv", "secret.parquet", "secret.json"]) {
    writeFileSync(join(folder, name), "a\n1\n");
    await expect(rowsOf(own, `select * from '${join(folder, name)}'`)).rejects.toMatchObject({
      code: "not_found",
    });
  }
});
