import { expect, it } from "vitest";

import { snowflake } from "../../../sources/snowflake/index.ts";
import { snowflakeTaskRuns } from "../../../sources/snowflake/task_runs.ts";
import { connect, pull, serveAccount, taskRun } from "./loopback.ts";

const one = { snowflake_task_runs: [taskRun(1)] };
// Rows of many lengths: a cut in the middle falls in the middle of one.
const many = {
  snowflake_task_runs: Array.from({ length: 2_500 }, (_, n) =>
    taskRun(n, { RETURN_VALUE: "x".repeat(n % 7) }),
  ),
};

it.each([
  ["a limit", { kind: "limit-seconds" }],
  ["a limit with a date", { kind: "limit-date" }],
  ["a 500", { kind: "error-500" }],
  ["an HTML 502", { kind: "html-502" }],
  ["flapping", { kind: "flapping", count: 3 }],
  ["a reset in the middle", { kind: "reset-mid-body" }],
  ["truncated JSON under a 200", { kind: "truncated-json" }],
  ["a refused connection", { kind: "refused" }],
  ["unknown fields", { kind: "unknown-fields" }],
  ["rows in chunks only", { kind: "empty-page" }],
] as const)("gives every row in spite of %s", async (_, fault) => {
  const server = await serveAccount(many, { faults: [{ ...fault, path: /query-request/ }] });
  const { rows, rejected } = await pull(connect(server).client, snowflakeTaskRuns);

  expect(new Set(rows.map((row) => row["query_id"])).size).toBe(2_500);
  expect(rejected).toEqual([]);
});

it.each(["expired-cursor", "error-500", "reset-mid-body", "truncated-json"] as const)(
  "gives every row in spite of a chunk with %s",
  async (kind) => {
    const server = await serveAccount(many, { faults: [{ kind, path: /chunks/ }] });
    const { rows } = await pull(connect(server).client, snowflakeTaskRuns);

    expect(new Set(rows.map((row) => row["query_id"])).size).toBe(2_500);
  },
);

it("notices a chunk that lost its end just after a row", async () => {
  const even = { snowflake_task_runs: Array.from({ length: 2_500 }, (_, n) => taskRun(n)) };
  const server = await serveAccount(even, { faults: [{ kind: "truncated-json", path: /chunks/ }] });
  const { rows } = await pull(connect(server).client, snowflakeTaskRuns);

  expect(new Set(rows.map((row) => row["query_id"])).size).toBe(2_500);
});

it("rejects rows whose key cannot be read, and warns of columns of the wrong type", async () => {
  const runs = { snowflake_task_runs: [1, 2, 3, 4].map((n) => taskRun(n)) };
  const torn = await serveAccount(runs, { faults: [{ kind: "wrong-types", wrong: "key" }] });
  const odd = await serveAccount(runs, { faults: [{ kind: "wrong-types", wrong: "optional" }] });

  expect(await pull(connect(torn).client, snowflakeTaskRuns)).toMatchObject({
    rows: { length: 2 },
    rejected: { length: 2 },
  });
  const { rows, warnings } = await pull(connect(odd).client, snowflakeTaskRuns);
  expect(rows).toMatchObject([{ attempt: 1 }, { attempt: 1 }, { attempt: 1 }, { attempt: 1 }]);
  expect(warnings).toEqual([
    "account_usage/task_history: ATTEMPT_NUMBER is of the wrong type and is left out",
  ]);
});

it("fails on a result that is none, and does not hang", async () => {
  const server = await serveAccount(one, {
    faults: [{ kind: "wrong-types", wrong: "list", count: Infinity }],
  });
  const { client } = connect(
    server,
    { password: "x" },
    { limits: { attempt_ms: 500, longest_wait_ms: 1_000 } },
  );

  await expect(pull(client, snowflakeTaskRuns)).rejects.toMatchObject({ kind: "unavailable" });
});

it("ends, and leaves nothing going on, when Snowflake answers 500 for ever", async () => {
  const server = await serveAccount(one, {
    faults: [{ kind: "error-500", path: /query-request/, count: Infinity }],
  });
  const { client } = connect(server);

  await expect(pull(client, snowflakeTaskRuns)).rejects.toMatchObject({ kind: "unavailable", status: 500 });
  const asked = server.requests().length;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(server.requests()).toHaveLength(asked);
});

it.each([/query-request/, /chunks/, /login-request/])(
  "ends by its deadline when %s drips a byte at a time",
  async (path) => {
    const server = await serveAccount(many, {
      faults: [{ kind: "slow-bytes", path, byte_ms: 100, count: Infinity }],
    });
    const { client } = connect(
      server,
      { password: "x" },
      { limits: { attempt_ms: 500, longest_wait_ms: 1_000 } },
    );

    await expect(pull(client, snowflakeTaskRuns)).rejects.toMatchObject({ kind: "unavailable" });
  },
);

it("stops at once when it is aborted, and tells Snowflake to stop as well", async () => {
  const server = await serveAccount(many, {
    faults: [{ kind: "slow-bytes", path: /query-request/, byte_ms: 1_000, count: Infinity }],
  });
  const { client } = connect(server);
  const stop = new AbortController();
  await client.signIn();
  const pulled = pull(client, snowflakeTaskRuns, { signal: stop.signal });
  while (server.statements().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort(new Error("stopped"));

  await expect(pulled).rejects.toThrow("stopped");
  while (!server.requests().some(({ path }) => path.includes("/abort-request")))
    await new Promise((resolve) => setTimeout(resolve, 20));
});

it("lets a reader leave after the first page", async () => {
  const server = await serveAccount(many);
  const { client } = connect(server);
  const select = { sql: "select name from snowflake.account_usage.task_history", binds: [] };
  for await (const page of client.select(select, new AbortController().signal)) {
    expect(page).toHaveLength(1000);
    break;
  }

  expect((await pull(client, snowflakeTaskRuns)).rows).toHaveLength(2_500);
});

it("calls a closed port unavailable", async () => {
  const server = await serveAccount(one);
  await server.close();

  expect((await snowflake.check(connect(server).client)).problems).toMatchObject([
    { variable: "SNOWFLAKE_ACCOUNT" },
  ]);
});
