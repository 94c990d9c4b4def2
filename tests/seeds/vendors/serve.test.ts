import { describe, expect, it } from "vitest";

import type { SeedRow } from "../../../seeds/row.ts";
import { follow, ids, SEED } from "./lists.ts";
import { clientOf, configOf, minute, range, seedOf, serve } from "./serve-rows.ts";

describe("serving seeds", () => {
  it("logs requests with seed, status, fault and how many were under way", async () => {
    const servers = await serve([seedOf("s", SEED)], {
      latency_ms: 30,
      faults: [{ vendor: "github", kind: "error-500" }],
    });
    const ask = clientOf(servers, "github");
    await follow(ask, "github");
    await Promise.all(range(3).map(() => follow(ask, "github")));
    const log = servers.requests();
    expect(log[0]).toMatchObject({
      vendor: "github",
      seed: "s",
      status: 500,
      fault: "error-500",
      in_flight: 1,
      path: "/repos/local/s/commits?per_page=10",
    });
    expect(Math.max(...log.map(({ in_flight }) => in_flight))).toBe(3);
  });

  it("serves other rows from the next request on", async () => {
    const servers = await serve([seedOf("s", structuredClone(SEED))]);
    const rows: SeedRow[] = [{ id: "new", traceId: "t", startTime: minute(0) }];
    servers.replace("s", "langfuse_observations", rows);
    expect((await ids(clientOf(servers, "langfuse"), "langfuse")).ids).toEqual(["new"]);
  });

  it("serves Snowflake beside the others, in the same log", async () => {
    const run = { NAME: "load", STATE: "FAILED", SCHEDULED_TIME: minute(0) };
    const servers = await serve([seedOf("wh", { snowflake_task_runs: [run] }, { snowflake: "DESK.MARTS" })]);
    const { access_url = "", account, username, password } = configOf(servers, "snowflake");
    const data = { ACCOUNT_NAME: account, LOGIN_NAME: username, PASSWORD: password };
    const response = await fetch(`${access_url}/session/v1/login-request`, {
      method: "POST",
      body: JSON.stringify({ data }),
    });
    expect(await response.json()).toMatchObject({ success: true });
    expect(servers.requests()).toMatchObject([{ vendor: "snowflake", seed: "wh", status: 200 }]);
  });

  it("gives a connection to each source that a seed has rows for, and its variables", async () => {
    const servers = await serve([
      seedOf("one", { slack_messages: SEED.slack_messages, github_issues: [] }),
      seedOf("two words", { langfuse_scores: [{ id: "s" }] }),
    ]);
    expect(servers.connections.map(({ name, source }) => [name, source])).toEqual([
      ["two words", "langfuse"],
      ["one", "slack"],
    ]);
    const { base_url } = configOf(servers, "langfuse");
    expect(servers.env[1]).toEqual({
      LANGFUSE_BASE_URL: base_url,
      LANGFUSE_PUBLIC_KEY: expect.stringMatching(/^pk-lf-[\w-]+$/),
      LANGFUSE_SECRET_KEY: expect.any(String),
    });
    expect(Object.keys(servers.env[0] ?? {})).toEqual(["SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_CHANNELS"]);
  });
});
