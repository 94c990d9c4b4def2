import { describe, expect, it } from "vitest";

import { isRow, type SeedRow, valueAt } from "../../../seeds/row.ts";
import { clientOf, configOf, get, type Get, listOf, minute, range, seedOf, serve } from "./serve-rows.ts";

const OBSERVATIONS = "/api/public/v2/observations";

function observation(index: number, more: SeedRow = {}): SeedRow {
  return {
    id: `o${index}`,
    traceId: `t${index % 3}`,
    type: "GENERATION",
    name: "answer",
    // Three to a minute: equal times are what pages break on.
    startTime: minute(Math.floor(index / 3)),
    endTime: null,
    parentObservationId: null,
    input: '{"a": 1}',
    totalCost: 0.01,
    inputPrice: 0.0000025,
    latency: 1.5,
    traceName: "agent",
    ...more,
  };
}

async function walk(ask: Get, path: string, query: Record<string, string>): Promise<SeedRow[][]> {
  const pages: SeedRow[][] = [];
  let cursor: unknown;
  do {
    const { body } = await ask(path, { ...query, ...(typeof cursor === "string" ? { cursor } : {}) });
    pages.push(listOf(body, "data"));
    cursor = valueAt(body, "meta", "cursor");
  } while (typeof cursor === "string");
  return pages;
}

describe("Langfuse observations", () => {
  it("pages to the end giving each row once, newest first", async () => {
    const rows = range(100).map((index) => observation(index));
    const ask = clientOf(await serve([seedOf("a", { langfuse_observations: rows })]), "langfuse");
    for (const limit of ["1", "7", "50", "1000"]) {
      const seen = (await walk(ask, OBSERVATIONS, { limit })).flat();
      expect(new Set(seen.map((row) => row["id"])).size).toBe(100);
      expect(seen).toHaveLength(100);
      const times = seen.map((row) => String(row["startTime"]));
      expect(times).toEqual(times.toSorted().toReversed());
    }
  });

  it("includes fromStartTime and excludes toStartTime, to the microsecond", async () => {
    const rows = [
      observation(0, { startTime: "2026-08-01T00:00:00.000001Z" }),
      observation(1, { startTime: "2026-08-01T00:00:00.000002Z" }),
      observation(2, { startTime: "2026-08-01T00:00:00.000003Z" }),
    ];
    const ask = clientOf(await serve([seedOf("a", { langfuse_observations: rows })]), "langfuse");
    const { body } = await ask(OBSERVATIONS, {
      fromStartTime: "2026-08-01T02:00:00.000002+02:00",
      toStartTime: "2026-08-01T00:00:00.000003Z",
    });
    expect(listOf(body, "data").map((row) => row["id"])).toEqual(["o1"]);
  });

  it("leaves out the field groups that were not asked for, and gives prices as decimal text", async () => {
    const row = observation(0, { metadata: { long: "x".repeat(300), short: "y" } });
    const ask = clientOf(await serve([seedOf("a", { langfuse_observations: [row] })]), "langfuse");
    const [usual] = listOf((await ask(OBSERVATIONS)).body, "data");
    expect(usual).toMatchObject({ id: "o0", name: "answer", isRootObservation: true, inputPrice: null });
    for (const field of ["totalCost", "latency", "input", "traceName", "metadata"])
      expect(usual).not.toHaveProperty(field);

    const fields = "core,usage,model,io,metadata,metrics,trace_context";
    const [whole] = listOf((await ask(OBSERVATIONS, { fields, expandMetadata: "other" })).body, "data");
    expect(whole).toMatchObject({
      totalCost: 0.01,
      inputPrice: "0.0000025",
      input: '{"a": 1}',
      latency: 1.5,
    });
    expect(whole).not.toHaveProperty("name");
    expect(String(valueAt(whole, "metadata", "long"))).toHaveLength(200);
    const [expanded] = listOf((await ask(OBSERVATIONS, { fields, expandMetadata: "long" })).body, "data");
    expect(String(valueAt(expanded, "metadata", "long"))).toHaveLength(300);
  });

  it("refuses limits above the maximum, unknown parameters, groups and cursors with 400", async () => {
    const ask = clientOf(await serve([seedOf("a", { langfuse_observations: [observation(0)] })]), "langfuse");
    const bad = [
      { limit: "1001" },
      { limt: "1" },
      { fields: "core,cost" },
      { cursor: "?" },
      { parseIoAsJson: "true" },
    ];
    for (const query of [...bad, { fromStartTime: "2026-08-01" }]) {
      expect(await ask(OBSERVATIONS, query)).toMatchObject({
        status: 400,
        body: { message: expect.any(String) },
      });
    }
  });
});

describe("Langfuse's other endpoints", () => {
  const scores: SeedRow[] = range(250).map((index) => ({
    id: `s${index}`,
    name: "quality",
    value: index,
    dataType: "NUMERIC",
    timestamp: minute(index),
    subject: { kind: "trace", id: "t" },
    comment: "fine",
  }));

  it("serves scores of v3 and of earlier shapes as v3, 100 a page at most", async () => {
    const old = {
      id: "old",
      name: "tone",
      value: 1,
      stringValue: "kind",
      dataType: "CATEGORICAL",
      traceId: "t",
      observationId: "o",
      timestamp: minute(999),
    };
    const ask = clientOf(await serve([seedOf("a", { langfuse_scores: [...scores, old] })]), "langfuse");
    expect((await ask("/api/public/v3/scores", { limit: "101" })).status).toBe(400);
    const pages = await walk(ask, "/api/public/v3/scores", { limit: "100", fields: "subject" });
    expect(pages.map((page) => page.length)).toEqual([100, 100, 51]);
    expect(pages[0]?.[0]).toMatchObject({
      id: "old",
      value: "kind",
      subject: { kind: "observation", id: "o", traceId: "t" },
    });
    expect(pages[0]?.[1]).not.toHaveProperty("comment");
    const window = { fromTimestamp: minute(10), toTimestamp: minute(12) };
    const { body } = await ask("/api/public/v3/scores", window);
    expect(listOf(body, "data").map((row) => row["id"])).toEqual(["s11", "s10"]);
  });

  it("lists prompts with their versions and gets one version, folders included", async () => {
    const prompts = [1, 2].map((version) => ({
      name: "shop/reply",
      version,
      prompt: `v${version}`,
      labels: version === 1 ? ["production"] : [],
      updatedAt: minute(version),
    }));
    const ask = clientOf(await serve([seedOf("a", { langfuse_prompts: prompts })]), "langfuse");
    const { body } = await ask("/api/public/v2/prompts");
    expect(body).toMatchObject({
      data: [{ name: "shop/reply", versions: [1, 2], labels: ["production"], lastUpdatedAt: minute(2) }],
      meta: { page: 1, totalItems: 1, totalPages: 1 },
    });
    const path = "/api/public/v2/prompts/shop%2Freply";
    expect((await ask(path, { version: "2" })).body).toMatchObject({ prompt: "v2", version: 2 });
    expect((await ask(path)).body).toMatchObject({ prompt: "v1" });
    expect((await ask(path, { version: "3" })).status).toBe(404);
  });

  it("serves v1 by page and answers 404 for v2 and v3 when it is a server before v4", async () => {
    const rows = range(150).map((index) =>
      observation(index, {
        costDetails: { input: "0.004", total: "0.01" },
        usageDetails: { input: 3, total: 3 },
      }),
    );
    const legacy = clientOf(
      await serve([seedOf("a", { langfuse_observations: rows, langfuse_scores: scores })], {
        langfuse_legacy: true,
      }),
      "langfuse",
    );
    expect((await legacy(OBSERVATIONS)).status).toBe(404);
    expect((await legacy("/api/public/v3/scores")).status).toBe(404);
    const first = await legacy("/api/public/observations", { limit: "100" });
    const second = await legacy("/api/public/observations", { limit: "100", page: "2" });
    expect(first.body).toMatchObject({ meta: { page: 1, totalItems: 150, totalPages: 2 } });
    const all = [...listOf(first.body, "data"), ...listOf(second.body, "data")];
    expect(new Set(all.map((row) => row["id"])).size).toBe(150);
    expect(all[0]).toMatchObject({
      input: { a: 1 },
      calculatedTotalCost: 0.01,
      costDetails: { input: 0.004 },
      usage: { input: 3 },
    });
    expect(all[0]).not.toHaveProperty("traceName");

    const traces = listOf((await legacy("/api/public/traces")).body, "data");
    expect(traces.map((trace) => String(trace["id"])).toSorted()).toEqual(["t0", "t1", "t2"]);
    expect(traces[0]).toMatchObject({ name: "agent", totalCost: expect.closeTo(0.5, 9) });
    const score = listOf((await legacy("/api/public/v2/scores", { limit: "1" })).body, "data")[0];
    expect(score).toMatchObject({ id: "s249", traceId: "t", value: 249 });
    expect(
      (
        await clientOf(
          await serve([seedOf("a", { langfuse_observations: rows })]),
          "langfuse",
        )("/api/public/observations")
      ).status,
    ).toBe(404);
  });
});

describe("Langfuse's access", () => {
  it("lets key pairs select the seed and refuses others", async () => {
    const servers = await serve([
      seedOf("one", { langfuse_observations: [observation(1)] }),
      seedOf("two", { langfuse_observations: [observation(2)] }),
    ]);
    const ids = async (seed: string) =>
      listOf((await clientOf(servers, "langfuse", seed)(OBSERVATIONS)).body, "data").map((row) => row["id"]);
    expect([await ids("one"), await ids("two")]).toEqual([["o1"], ["o2"]]);

    const { base_url = "", public_key } = configOf(servers, "langfuse", "one");
    const url = () => new URL(OBSERVATIONS, base_url);
    expect((await get(url())).status).toBe(401);
    const wrong = await get(url(), {}, { authorization: `Basic ${btoa(`${public_key}:sk-lf-two`)}` });
    expect(wrong).toMatchObject({
      status: 401,
      body: { message: expect.stringContaining("Invalid credentials") },
    });
    expect((await get(new URL("/api/public/health", base_url))).body).toMatchObject({ status: "OK" });
    expect(isRow((await clientOf(servers, "langfuse", "one")("/api/public/projects")).body)).toBe(true);
  });

  it("refuses what is over the limit with Retry-After and a JavaScript date", async () => {
    const limits = { langfuse: { requests: 2, window_ms: 60_000 } };
    const ask = clientOf(
      await serve([seedOf("a", { langfuse_observations: [observation(0)] })], { limits }),
      "langfuse",
    );
    const answers = [await ask(OBSERVATIONS), await ask(OBSERVATIONS), await ask(OBSERVATIONS)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get("x-ratelimit-remaining"))).toEqual(["1", "0", "0"]);
    expect(Number(answers[2]?.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(answers[2]?.headers.get("x-ratelimit-reset")).toMatch(/^\w{3} \w{3} \d{2} \d{4} .*GMT/);
  });
});
