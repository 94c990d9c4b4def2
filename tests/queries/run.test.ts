import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runQuery } from "../../src/queries/run.ts";
import { answerHash, rowHash, rowHashes } from "../../src/queries/row-hash.ts";
import { observation, openWorld, type World } from "../incidents/world.ts";

const AT = new Date("2026-03-02T12:00:00Z");

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.fill("langfuse_observations", [observation(1), observation(2, { cost_usd: "0.25" })]);
});
afterAll(() => world.close());

const run = (id: string, params = {}) => runQuery(world, id, params, AT);

const minutes = async (since: string, until: string) =>
  (await run("cost_by_minute", { since, until })).rows.length;

describe("an answer", () => {
  it("holds rows, the parameters as run and the moment", async () => {
    const answer = await run("cost_by_hour", { since: "now-2h" });
    expect(answer).toMatchObject({
      id: "cost_by_hour",
      as_of: "2026-03-02T12:00:00.000Z",
      params: { since: "2026-03-02T10:00:00.000Z", until: "2026-03-02T12:00:00.000Z" },
      rows: [{ connection: "shop", hour: "2026-03-02T11:00:00.000Z", agent: "triage", cost_usd: 0.75 }],
      complete: true,
      uncovered: [],
    });
  });

  it("sums the spend of an hour over agents and models", async () => {
    const { rows } = await run("spend_by_hour", { since: "now-2h" });
    expect(rows).toEqual([
      { connection: "shop", hour: "2026-03-02T11:00:00.000Z", generations: 2, cost_usd: 0.75 },
    ]);
  });

  it("takes half-open windows", async () => {
    expect(await minutes("2026-03-02T11:01:00Z", "2026-03-02T11:02:00Z")).toBe(1);
    expect(await minutes("2026-03-02T11:02:00Z", "2026-03-02T11:03:00Z")).toBe(1);
  });

  it("says which table of which connection has a hole in the window", async () => {
    const answer = await run("cost_by_hour", {
      since: "2026-01-31T00:00:00Z",
      until: "2026-03-01T00:00:00Z",
    });
    expect(answer.complete).toBe(false);
    expect(answer.uncovered).toEqual([
      {
        table: "llm_cost_hourly",
        connection: "shop",
        from: "2026-01-31T00:00:00.000Z",
        to: "2026-02-01T00:00:00.000Z",
      },
    ]);
  });

  it("reaches as far back as its window says", async () => {
    const at = { at: "2026-02-01T01:00:00Z" };
    expect((await run("loops_last_hour", at)).complete).toBe(true);
    expect((await run("loops_last_2h", at)).uncovered).toMatchObject([{ from: "2026-01-31T23:00:00.000Z" }]);
  });

  it("is incomplete when nobody connected the source that it is about, complete when only others are missing", async () => {
    expect(await run("task_failures")).toMatchObject({
      complete: false,
      uncovered: [{ table: "snowflake_task_runs", connection: "" }],
    });
    expect(await run("trace_errors")).toMatchObject({ complete: true });
    expect(await run("incident_timeline")).toMatchObject({ complete: true });
  });
});

describe("parameters", () => {
  it.each([
    [{ since: "2026-03-02" }, "2026-03-02T00:00:00.000Z"],
    [{ since: "2026-03-02 10:30" }, "2026-03-02T10:30:00.000Z"],
    [{ since: "2026-03-02T10:30:00+02:00" }, "2026-03-02T08:30:00.000Z"],
    [{ since: "now-90m" }, "2026-03-02T10:30:00.000Z"],
    [{}, "2026-03-01T12:00:00.000Z"],
  ])("reads the moment %j", async (params, since) => {
    expect((await run("cost_by_hour", params)).params["since"]).toBe(since);
  });

  it("reads text from a command line as the type it stands for", async () => {
    const { params } = await run("loop_fingerprint", {
      generations: "5",
      volatile: "attempt,nonce",
      trace_id: "trace-1",
    });
    expect(params).toMatchObject({ generations: 5, volatile: ["attempt", "nonce"], trace_id: "trace-1" });
    expect((await run("slack_context", { channels: [] })).params["channels"]).toEqual([]);
    expect((await run("costly_traces", { agent: null })).params["agent"]).toBeNull();
  });

  it.each([
    [{ since: "yesterday" }, "since of query costly_traces is not a TIMESTAMP: yesterday"],
    [{ since: 5 }, "is not a TIMESTAMP"],
    [{ top: "many" }, "top of query costly_traces is not a BIGINT: many"],
    [{ top: 1.5 }, "is not a BIGINT"],
    [{ agent: ["a", "b"] }, "is not a VARCHAR"],
    [{ since: null }, "needs the parameter since"],
  ])("refuses %j", async (params, reason) => {
    await expect(run("costly_traces", params)).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(reason),
    });
  });

  it("binds values and never text: a quote is a value", async () => {
    expect((await run("costly_traces", { agent: "x' or 1=1 --" })).rows).toEqual([]);
  });

  it("names the nearest of a mistyped query and of a mistyped parameter", async () => {
    await expect(run("cost_by_our")).rejects.toMatchObject({
      code: "not_found",
      hint: expect.stringContaining("cost_by_hour"),
    });
    await expect(run("cost_by_hour", { sinse: "now" })).rejects.toMatchObject({
      code: "invalid",
      hint: "did you mean since?",
    });
    await expect(run("trace_chain")).rejects.toMatchObject({
      code: "invalid",
      hint: "trace_id VARCHAR: trace",
    });
  });
});

describe("a row's hash", () => {
  it("depends on values, not on the order of keys or rows", () => {
    const one = { a: 1, b: [1, "x"], c: null };
    const other = { c: null, b: [1, "x"], a: 1 };
    expect(rowHash(one)).toBe(rowHash(other));
    expect(rowHash(one)).toMatch(/^[0-9a-f]{64}$/);
    expect(rowHash({ ...one, a: 2 })).not.toBe(rowHash(one));
    expect(rowHashes([one, { a: 2 }])).toEqual(rowHashes([{ a: 2 }, other]));
    expect(answerHash(rowHashes([one]))).not.toBe(answerHash(rowHashes([])));
  });
});
