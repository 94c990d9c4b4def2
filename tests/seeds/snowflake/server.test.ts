/** The loopback Snowflake as the official driver sees it. */
import { expect, it, onTestFinished } from "vitest";

import { serveSnowflake } from "../../../seeds/vendors/snowflake/serve.ts";
import type { SnowflakeAccount } from "../../../seeds/vendors/snowflake/protocol.ts";
import { connectSnowflake } from "../../../sources/snowflake/client.ts";

async function serve(accounts: Record<string, SnowflakeAccount>) {
  const server = await serveSnowflake({ accounts: new Map(Object.entries(accounts)) });
  onTestFinished(server.close);
  const query = async (sql: string, binds: string[] = [], account = "acme") => {
    const client = connectSnowflake(
      { account, username: "sentinel", password: "x", access_url: server.url },
      {
        http: () => Promise.reject(new Error("not used")),
        now: () => new Date(),
        log: () => undefined,
        admit: () => Promise.resolve(),
        signal: new AbortController().signal,
      },
    );
    try {
      const rows: Record<string, unknown>[] = [];
      for await (const page of client.select({ sql, binds }, new AbortController().signal))
        rows.push(...page);
      return rows;
    } finally {
      await client.close();
    }
  };
  return { server, query };
}

const run = {
  NAME: "LOAD",
  DATABASE_NAME: "DB",
  SCHEMA_NAME: "S",
  STATE: "FAILED",
  RUN_ID: "9007199254740993",
  SCHEDULED_TIME: "2026-08-22 09:00:00.5 +0200",
};

it("gives each account its own rows, by the account of the sign-in", async () => {
  const { query } = await serve({
    acme: { tables: new Map([["snowflake_task_runs", [run]]]) },
    other: { tables: new Map() },
  });
  const count = "select count(*) as n from snowflake.account_usage.task_history";

  expect(await query(count)).toEqual([{ N: "1" }]);
  expect(await query(count, [], "OTHER")).toEqual([{ N: "0" }]);
  await expect(query(count, [], "nobody")).rejects.toThrow("390100");
});

it("types the columns as Snowflake does, whatever the seed writes", async () => {
  const row = {
    name: "lower",
    run_id: 17,
    scheduled_time: "2026-08-22T09:00:00Z",
    return_value: { rows: 3 },
    _in: "DB.S",
  };
  const { query } = await serve({ acme: { tables: new Map([["snowflake_task_runs", [run, row]]]) } });

  expect(
    await query(`
      select name, database_name, schema_name, run_id, attempt_number, return_value, scheduled_time,
          cast(convert_timezone('UTC', scheduled_time) as timestamp_ntz) as utc
      from snowflake.account_usage.task_history
      order by name
    `),
  ).toEqual([
    {
      NAME: "LOAD",
      DATABASE_NAME: "DB",
      SCHEMA_NAME: "S",
      RUN_ID: "9007199254740993",
      ATTEMPT_NUMBER: null,
      RETURN_VALUE: null,
      SCHEDULED_TIME: "2026-08-22T07:00:00.500Z",
      UTC: "2026-08-22T07:00:00.500Z",
    },
    {
      NAME: "lower",
      DATABASE_NAME: "DB",
      SCHEMA_NAME: "S",
      RUN_ID: "17",
      ATTEMPT_NUMBER: null,
      RETURN_VALUE: '{"rows":3}',
      SCHEDULED_TIME: "2026-08-22T09:00:00.000Z",
      UTC: "2026-08-22T09:00:00.000Z",
    },
  ]);
});

it("binds values and really runs the statement", async () => {
  const { query } = await serve({ acme: { tables: new Map([["snowflake_task_runs", [run]]]) } });
  const sql =
    "select name from snowflake.account_usage.task_history where scheduled_time >= cast(? as timestamp_ltz) and name = ?";

  expect(await query(sql, ["2026-08-22T07:00:00Z", "LOAD"])).toEqual([{ NAME: "LOAD" }]);
  expect(await query(sql, ["2026-08-22T08:00:00Z", "LOAD"])).toEqual([]);
});

it.each([
  ["select a from snowflake.account_usage.nothing", "002003, 42S02"],
  ["select nothing from snowflake.account_usage.task_history", "000904, 42000"],
  ["select from where", "001003, 42000"],
  ["drop table snowflake.account_usage.task_history", "003001, 42501"],
])("refuses %s as Snowflake does", async (sql, code) => {
  const { query } = await serve({ acme: { tables: new Map() } });

  await expect(query(sql)).rejects.toThrow(code);
});

it("reads an account anew when its rows were put in place", async () => {
  const tables = new Map([["snowflake_task_runs", [run]]]);
  const { server, query } = await serve({ acme: { tables } });
  const names = "select name from snowflake.account_usage.task_history";
  expect(await query(names)).toEqual([{ NAME: "LOAD" }]);

  tables.set("snowflake_task_runs", [{ ...run, NAME: "OTHER" }]);
  server.renew("acme");
  expect(await query(names)).toEqual([{ NAME: "OTHER" }]);
});

it("writes down requests with their account and fault", async () => {
  const server = await serveSnowflake({
    accounts: new Map([["acme", { tables: new Map(), seed: "storm" }]]),
    faults: [{ vendor: "snowflake", kind: "limit-seconds" }],
  });
  onTestFinished(server.close);
  const answer = await fetch(`${server.url}/session/v1/login-request`, {
    method: "POST",
    body: JSON.stringify({ data: { ACCOUNT_NAME: "ACME", LOGIN_NAME: "x", PASSWORD: "y" } }),
  });

  expect(answer.headers.get("retry-after")).toBe("1");
  expect(server.requests()).toMatchObject([
    { vendor: "snowflake", seed: "storm", method: "POST", status: 429, fault: "limit-seconds" },
  ]);
});
