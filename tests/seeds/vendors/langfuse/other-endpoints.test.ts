import { describe, expect, it } from "vitest";

import type { SeedRow } from "../../../../seeds/row.ts";
import { clientOf, listOf, minute, range, seedOf, serve } from "../serve-rows.ts";
import { observation, OBSERVATIONS, walk } from "./rows.ts";

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
