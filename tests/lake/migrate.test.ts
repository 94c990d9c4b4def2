import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { z } from "zod";

import { langfuseObservations } from "../../sources/langfuse/observations.ts";
import * as column from "../../src/contracts/columns.ts";
import { defineTable, type AnyTable } from "../../src/contracts/table.ts";
import { batchOf, observation } from "./observations.ts";
import { lakeIn, OBSERVATIONS, rowsOf, temporaryFolder } from "./temporary-lake.ts";

function notes(shape: z.ZodRawShape): AnyTable {
  return defineTable({
    name: "test_notes",
    grain: "one row per note",
    key: ["note_id"],
    time: "written_at",
    time_moves: false,
    lookback_minutes: 0,
    row: z.object({ note_id: column.id("The note"), written_at: column.time("When"), ...shape }),
    from: "elsewhere",
    map: () => [],
  });
}
const note = (id: string, values = {}) => ({ note_id: id, written_at: "2026-08-01T00:00:00Z", ...values });

it("makes a table from its contract, connection first and synced_at last, with what each column means", async () => {
  const lake = await lakeIn(join(temporaryFolder(), "lake.duckdb"), [
    notes({ text: column.text('It\'s "text"') }),
  ]);
  const described = await rowsOf(lake, "describe test_notes");
  expect(described.map((row) => [row["column_name"], row["column_type"], row["null"]])).toEqual([
    ["connection", "VARCHAR", "NO"],
    ["note_id", "VARCHAR", "NO"],
    ["written_at", "TIMESTAMP", "NO"],
    ["text", "VARCHAR", "YES"],
    ["synced_at", "TIMESTAMP", "NO"],
  ]);
  const [table] = (await lake.tables()).filter(({ name }) => name === "test_notes");
  expect(table).toMatchObject({
    kind: "table",
    grain: "one row per note",
    source: "test",
    rows: 0,
    newest_at: null,
  });
  expect(table?.columns.map(({ name }) => name)).toEqual([
    "connection",
    "note_id",
    "written_at",
    "text",
    "synced_at",
  ]);
  expect(table?.columns[3]).toEqual({ name: "text", type: "VARCHAR", description: 'It\'s "text"' });
});

it("puts what columns mean into the file, for whoever opens it with DuckDB", async () => {
  const path = join(temporaryFolder(), "lake.duckdb");
  await (await lakeIn(path)).close();
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `select comment from duckdb_columns() where column_name in ('cost_usd', 'agent', 'cumulative_cost_usd')
    union all select comment from duckdb_tables() where schema_name = 'main'
    union all select comment from duckdb_views() where not internal`,
  );
  const comments = reader.getRowsJS().flat();
  connection.disconnectSync();
  instance.closeSync();
  expect(comments.length).toBeGreaterThan(10);
  expect(comments).not.toContain(null);
});

it("adds a column that is new and keeps one that left, without losing a row", async () => {
  const path = join(temporaryFolder(), "lake.duckdb");
  const first = await lakeIn(path, [notes({ text: column.text("Text"), old: column.int("Old") })]);
  await first.ingest(batchOf("test_notes", [note("a", { text: "kept", old: 1 })]));
  await first.close();

  const second = await lakeIn(path, [
    notes({ text: column.text("Text"), fresh: column.usd("Fresh"), names: column.texts("Names") }),
  ]);
  expect(
    await second.ingest(batchOf("test_notes", [note("b", { fresh: "0.1", names: ["x"] })])),
  ).toMatchObject({ inserted: 1 });
  expect(
    await rowsOf(second, "select note_id, text, old, fresh, names from test_notes order by note_id"),
  ).toEqual([
    { note_id: "a", text: "kept", old: 1, fresh: null, names: null },
    { note_id: "b", text: null, old: null, fresh: 0.1, names: ["x"] },
  ]);
  expect(await second.coverage("test_notes")).toHaveLength(1);
});

it("widens a column whose type changed when its values fit, and refuses when they do not", async () => {
  const path = join(temporaryFolder(), "lake.duckdb");
  const first = await lakeIn(path, [notes({ value: column.int("Value") })]);
  await first.ingest(batchOf("test_notes", [note("a", { value: 7 })]));
  await first.close();
  const second = await lakeIn(path, [notes({ value: column.text("Value") })]);
  await second.ingest(batchOf("test_notes", [note("b", { value: "seven" })]));
  expect(await rowsOf(second, "select value from test_notes order by note_id")).toEqual([
    { value: "7" },
    { value: "seven" },
  ]);
  await second.close();
  await expect(lakeIn(path, [notes({ value: column.int("Value") })])).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("test_notes.value"),
  });
});

it("computes rollups anew when their definition is another than the stored one", async () => {
  const path = join(temporaryFolder(), "lake.duckdb");
  const first = await lakeIn(path);
  await first.ingest(
    batchOf(OBSERVATIONS, [observation({ observation_id: "a", started_at: "2026-08-01T10:00:00Z" })]),
  );
  await first.close();

  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("update sentinel_internal.definitions set definition = 'of an older version'");
  await connection.run("update llm_cost_hourly set cost_usd = 99");
  await connection.run("delete from langfuse_traces");
  connection.disconnectSync();
  instance.closeSync();

  const second = await lakeIn(path);
  expect(await rowsOf(second, "select cost_usd from llm_cost_hourly")).toEqual([{ cost_usd: 0.0012 }]);
  expect(await rowsOf(second, "select trace_id from langfuse_traces")).toEqual([{ trace_id: "trace-a" }]);
});

it("makes no rollup without the tables that it sums up", async () => {
  const lake = await lakeIn(join(temporaryFolder(), "lake.duckdb"), [notes({})]);
  const names = (await lake.tables()).map(({ name }) => name);
  expect(names).toContain("test_notes");
  expect(names.filter((name) => name.startsWith("llm_"))).toEqual([]);
  expect(langfuseObservations.name).not.toBe("test_notes");
});
