import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";

import { snowflake } from "../../../sources/snowflake/index.ts";
import { snowflakeTaskRuns } from "../../../sources/snowflake/task_runs.ts";
import { connect, pull, serveAccount, taskRun } from "./loopback.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const private_key_file = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const public_key = publicKey.export({ type: "spki", format: "pem" }).toString();
const credentials = {
  username: "SENTINEL",
  password: "right",
  token: "pat-1",
  oauth_token: "eyJ.oauth",
  public_key,
};

const one = { snowflake_task_runs: [taskRun(1)] };

it.each<[string, Record<string, string>]>([
  ["a password", { password: "right" }],
  ["a programmatic access token", { token: "pat-1" }],
  ["an OAuth token that looks like the other kind", { token: "eyJ.oauth" }],
  ["a key pair", { private_key_file }],
])("signs in with %s, once for all statements", async (_, config) => {
  const server = await serveAccount(one, { credentials });
  const { client } = connect(server, config);
  const pulls = await Promise.all([pull(client, snowflakeTaskRuns), pull(client, snowflakeTaskRuns)]);

  expect(pulls.map(({ rows }) => rows.length)).toEqual([1, 1]);
  const logins = server.requests().filter(({ path }) => path.startsWith("/session/v1/login-request"));
  expect(logins).toHaveLength(config["token"] === "eyJ.oauth" ? 2 : 1);
});

it.each([
  [{ password: "wrong" }, "SNOWFLAKE_PASSWORD", "Incorrect username or password was specified."],
  [{ token: "stale" }, "SNOWFLAKE_TOKEN", "Programmatic access token is invalid."],
  [
    {
      private_key_file: generateKeyPairSync("rsa", { modulusLength: 2048 })
        .privateKey.export({ type: "pkcs8", format: "pem" })
        .toString(),
    },
    "SNOWFLAKE_PRIVATE_KEY_FILE",
    "JWT token is invalid.",
  ],
])("says which variable holds the wrong credential", async (config, variable, words) => {
  const server = await serveAccount(one, { credentials });
  const { client } = connect(server, config);

  await expect(pull(client, snowflakeTaskRuns)).rejects.toMatchObject({
    kind: "denied",
    message: expect.stringContaining(words),
  });
  expect(await snowflake.check(client)).toMatchObject({
    ok: false,
    problems: [{ variable, message: expect.stringContaining(words) }],
  });
});

it("names the three ways to sign in when there is none", () => {
  expect(snowflake.missing?.({ account: "acme-prod", username: "sentinel" })).toEqual([
    "SNOWFLAKE_PRIVATE_KEY_FILE or SNOWFLAKE_TOKEN or SNOWFLAKE_PASSWORD",
  ]);
  expect(snowflake.missing?.({ token: "x" })).toEqual([]);
  expect(() => connect({ url: "http://127.0.0.1:1" }, {})).toThrow("no credential");
});

it("checks every view and reads the vendor's clock", async () => {
  const server = await serveAccount(one);

  expect(await snowflake.check(connect(server).client)).toEqual({
    ok: true,
    identity: "sentinel@acme-prod",
    problems: [],
    vendor_time: expect.any(Date),
  });
});

it("says which grant a role lacks", async () => {
  const server = await serveAccount(one);
  const { client } = connect(server);
  const pages = client.select(
    { sql: "select name from snowflake.account_usage.secrets", binds: [] },
    new AbortController().signal,
  );

  await expect(pages.next()).rejects.toMatchObject({
    kind: "denied",
    message: expect.stringContaining("002003, 42S02"),
    hint: expect.stringContaining("grant imported privileges on database snowflake"),
  });
});

it("renews a token that has expired", async () => {
  const server = await serveAccount(one);
  const { client } = connect(server);
  await client.signIn();
  server.endSessions("expired");

  expect((await pull(client, snowflakeTaskRuns)).rows).toHaveLength(1);
  expect(server.requests().filter(({ path }) => path.startsWith("/session/token-request"))).toHaveLength(1);
});

it("signs in again when the session has died before a statement", async () => {
  const server = await serveAccount(one);
  const { client } = connect(server);
  await client.signIn();
  server.endSessions("gone");

  expect(
    (await Promise.all([pull(client, snowflakeTaskRuns), pull(client, snowflakeTaskRuns)])).map(
      ({ rows }) => rows.length,
    ),
  ).toEqual([1, 1]);
  expect(server.requests().filter(({ path }) => path.startsWith("/session/v1/login-request"))).toHaveLength(
    2,
  );
});

it("signs in again when the session dies in the middle of a pull", async () => {
  const runs = Array.from({ length: 3_000 }, (_, n) =>
    taskRun(n, n === 2_500 ? { STATE: "FAILED", QUERY_TEXT: null } : {}),
  );
  const statement = { QUERY_ID: "01b2-2500", QUERY_TEXT: "insert 1", START_TIME: "2026-08-21T10:00:01Z" };
  const server = await serveAccount({ snowflake_task_runs: runs, snowflake_queries: [statement] });
  const { rows } = await pull(connect(server).client, snowflakeTaskRuns, {
    onPage: () => server.endSessions("gone"),
  });

  expect(new Set(rows.map((row) => row["query_id"])).size).toBe(3_000);
  expect(rows.find((row) => row["task"] === "LOAD_2500")).toMatchObject({ query_text: "insert 1" });
  expect(server.requests().filter(({ path }) => path.startsWith("/session/v1/login-request"))).toHaveLength(
    2,
  );
});

it("asks for a place before each sign-in and statement", async () => {
  const server = await serveAccount(one);
  const { client, admitted } = connect(server);
  await pull(client, snowflakeTaskRuns);

  expect(admitted()).toBe(2);
});
