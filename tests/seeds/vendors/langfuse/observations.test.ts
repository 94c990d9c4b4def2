import { describe, expect, it } from "vitest";

import { valueAt } from "../../../../seeds/row.ts";
import { clientOf, listOf, range, seedOf, serve } from "../serve-rows.ts";
import { observation, OBSERVATIONS, walk } from "./rows.ts";

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
