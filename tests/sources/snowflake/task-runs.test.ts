import { expect, it } from "vitest";

import { snowflakeTaskRuns } from "../../../sources/snowflake/task_runs.ts";
import type { SnowflakeClient } from "../../../sources/snowflake/client.ts";
import { UpstreamError } from "../../../src/contracts/upstream-error.ts";
import { connect, pull, serveAccount, taskRun } from "./loopback.ts";

it("reads a task run as it is, and a skipped one without a statement", async () => {
  const skipped = {
    NAME: "SKIPPED",
    STATE: "SKIPPED",
    QUERY_ID: null,
    QUERY_TEXT: null,
    QUERY_START_TIME: null,
    RETURN_VALUE: null,
  };
  const server = await serveAccount({ snowflake_task_runs: [taskRun(1), taskRun(2, skipped)] });
  const { rows, rejected, pages } = await pull(connect(server).client, snowflakeTaskRuns);

  expect(rejected).toEqual([]);
  expect(pages.map(({ api }) => api)).toEqual(["account_usage/task_history"]);
  expect(rows[0]).toEqual({
    database: "ANALYTICS",
    schema: "MARTS",
    task: "LOAD_1",
    run_id: "1787270400001",
    attempt: 1,
    query_id: "01b2-1",
    state: "SUCCEEDED",
    error_code: null,
    error_message: null,
    query_text: "merge into orders using staged on …",
    scheduled_at: "2026-08-21T10:00:00.000Z",
    started_at: "2026-08-21T10:00:01.000Z",
    completed_at: "2026-08-21T10:00:05.000Z",
    root_task_id: "01a9",
    return_value: null,
  });
  expect(rows[1]).toMatchObject({ task: "SKIPPED", query_id: "", query_text: null, started_at: null });
});

it("finds a run by its schedule and by its end, and no other", async () => {
  const server = await serveAccount({
    snowflake_task_runs: [
      taskRun(1, { SCHEDULED_TIME: "2026-08-20T22:00:00Z", COMPLETED_TIME: "2026-08-21T01:00:00Z" }),
      taskRun(2, { SCHEDULED_TIME: "2026-08-21T23:00:00Z", COMPLETED_TIME: "2026-08-22T01:00:00Z" }),
      taskRun(3, { SCHEDULED_TIME: "2026-08-20T22:00:00Z", COMPLETED_TIME: "2026-08-20T23:59:59.999Z" }),
      taskRun(4, { SCHEDULED_TIME: "2026-08-22T00:00:00Z", COMPLETED_TIME: "2026-08-22T01:00:00Z" }),
    ],
  });
  const { rows } = await pull(connect(server).client, snowflakeTaskRuns);

  expect(rows.map((row) => row["task"])).toEqual(["LOAD_1", "LOAD_2"]);
});

it("reads every one of 50,000 rows, a thousand a page, over the driver's chunks", async () => {
  const runs = Array.from({ length: 50_000 }, (_, n) => taskRun(n));
  const server = await serveAccount({ snowflake_task_runs: runs });
  const { pages } = await pull(connect(server).client, snowflakeTaskRuns, { unmapped: true });

  expect(pages.map(({ items }) => items.length)).toEqual(Array.from({ length: 50 }, () => 1000));
  const ids = pages.flatMap(({ items }) => items.map((item) => Reflect.get(Object(item), "QUERY_ID")));
  expect(new Set(ids).size).toBe(50_000);
  expect(server.requests().filter(({ path }) => path.startsWith("/chunks/"))).toHaveLength(10);
}, 180_000);

it("keeps numbers beyond 2^53 exact, and reads times of any zone as UTC", async () => {
  const server = await serveAccount({
    snowflake_task_runs: [
      taskRun(1, { RUN_ID: "12345678901234567890", SCHEDULED_TIME: "2026-08-21 05:00:00.123 -0700" }),
    ],
  });
  const { rows } = await pull(connect(server).client, snowflakeTaskRuns);

  expect(rows).toMatchObject([{ run_id: "12345678901234567890", scheduled_at: "2026-08-21T12:00:00.123Z" }]);
});

it("looks up the statement of a failed run that does not carry it, and only then", async () => {
  const server = await serveAccount({
    snowflake_task_runs: [
      taskRun(1, {
        STATE: "FAILED",
        ERROR_CODE: "100132",
        ERROR_MESSAGE: "Division by zero",
        QUERY_TEXT: null,
      }),
      taskRun(2, { STATE: "FAILED_AND_AUTO_SUSPENDED", QUERY_TEXT: "call load()" }),
    ],
    snowflake_queries: [
      {
        QUERY_ID: "01b2-1",
        QUERY_TEXT: "insert into marts.orders select 1 / 0",
        START_TIME: "2026-08-21T10:00:01Z",
        END_TIME: "2026-08-21T10:00:05Z",
      },
    ],
  });
  const { rows } = await pull(connect(server).client, snowflakeTaskRuns);

  expect(rows).toMatchObject([
    {
      query_text: "insert into marts.orders select 1 / 0",
      error_code: "100132",
      error_message: "Division by zero",
    },
    { query_text: "call load()" },
  ]);
  expect(server.statements()).toHaveLength(2);
});

it("lands failed runs whose statements cannot be looked up, with a gap unless nobody ever may", async () => {
  const run = taskRun(1, { STATE: "FAILED", QUERY_TEXT: null });
  const failing = (failure: UpstreamError): SnowflakeClient => ({
    identity: "sentinel@acme-prod",
    signIn: () => Promise.resolve(),
    close: () => Promise.resolve(),
    async *select({ sql }) {
      if (/query_history/.test(sql)) throw failure;
      yield [run];
    },
  });

  const passing = await pull(failing(new UpstreamError("unavailable", "answered 503")), snowflakeTaskRuns);
  expect(passing.rows).toMatchObject([{ task: "LOAD_1", query_text: null }]);
  expect(passing.rejected).toEqual([
    expect.stringContaining("failed statements could not be read: answered 503"),
  ]);

  const refused = await pull(failing(new UpstreamError("denied", "no grant")), snowflakeTaskRuns);
  expect(refused.rows).toMatchObject([{ task: "LOAD_1", query_text: null }]);
  expect(refused.rejected).toEqual([]);
  expect(refused.warnings).toEqual(["the text of failed statements could not be read: no grant"]);
});

it("takes an item's place from its parent, and rejects one without a name or time", () => {
  const { DATABASE_NAME: _, SCHEMA_NAME: __, ...bare } = taskRun(1);
  expect(snowflakeTaskRuns.map(bare, { parent: "ANALYTICS.MARTS" })).toMatchObject([
    { database: "ANALYTICS", schema: "MARTS" },
  ]);
  expect(() => snowflakeTaskRuns.map(bare, { parent: undefined })).toThrow("database");
  expect(() => snowflakeTaskRuns.map(taskRun(1, { NAME: null }), { parent: undefined })).toThrow("NAME");
  expect(() => snowflakeTaskRuns.map(taskRun(1, { SCHEDULED_TIME: "soon" }), { parent: undefined })).toThrow(
    "SCHEDULED_TIME",
  );
});
