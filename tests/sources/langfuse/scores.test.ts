import { describe, expect, it } from "vitest";

import { connectLangfuse } from "../../../sources/langfuse/client.ts";
import { langfuse } from "../../../sources/langfuse/index.ts";
import { langfuseScores } from "../../../sources/langfuse/scores.ts";
import { type Asked, hours, loopback, ports, pulled, type Reply } from "../loopback.ts";

const score = {
  id: "score-1",
  projectId: "project-1",
  name: "helpful",
  source: "EVAL",
  timestamp: "2026-03-01T06:00:00.000Z",
  environment: "production",
  comment: "clear",
  createdAt: "2026-03-01T06:00:01.000Z",
  updatedAt: "2026-03-01T06:00:01.000Z",
};
const mapped = (fields: Record<string, unknown>) =>
  langfuseScores.map({ ...score, ...fields }, { parent: undefined })[0];

async function pull(answer: (asked: Asked) => Reply) {
  const { url, asked } = await loopback(answer);
  const config = { base_url: `${url}/`, public_key: "pk", secret_key: "sk" };
  const client = await connectLangfuse(config, ports(langfuse, config));
  return { asked, ...(await pulled(langfuseScores, client, hours("00:00:00.000", "12:00:00.000"))) };
}

describe("map", () => {
  it("reads every column", () => {
    const row = mapped({ dataType: "NUMERIC", value: 0.8, subject: { kind: "trace", id: "trace-1" } });
    expect(langfuseScores.row.parse(row)).toEqual({
      score_id: "score-1",
      trace_id: "trace-1",
      observation_id: null,
      session_id: null,
      name: "helpful",
      value: 0.8,
      string_value: null,
      data_type: "NUMERIC",
      source: "EVAL",
      comment: "clear",
      scored_at: "2026-03-01T06:00:00.000Z",
      environment: "production",
    });
  });

  it.each([
    [{ kind: "observation", id: "obs-1", traceId: "trace-1" }, ["trace-1", "obs-1", null]],
    [{ kind: "session", id: "session-1" }, [null, null, "session-1"]],
    [{ kind: "experiment", id: "run-1" }, [null, null, null]],
  ])("places a score on %j", (subject, ids) => {
    const row = mapped({ dataType: "NUMERIC", value: 1, subject });
    expect([row?.trace_id, row?.observation_id, row?.session_id]).toEqual(ids);
  });

  it.each([
    ["v3", { dataType: "BOOLEAN", value: true }, [1, "True"]],
    ["v3", { dataType: "BOOLEAN", value: false }, [0, "False"]],
    ["v2", { dataType: "BOOLEAN", value: 1, stringValue: "True" }, [1, "True"]],
    ["v3", { dataType: "CATEGORICAL", value: "good" }, [null, "good"]],
    ["v2", { dataType: "CATEGORICAL", value: 0, stringValue: "good" }, [null, "good"]],
    ["v3", { dataType: "TEXT", value: "4 of 5" }, [null, "4 of 5"]],
    ["v2", { dataType: "CORRECTION", value: 0, stringValue: "better" }, [null, "better"]],
    ["v2", { dataType: "NUMERIC", value: 3 }, [3, null]],
    ["before types", { value: 0.5 }, [0.5, null]],
    ["wrong", { dataType: "NUMERIC", value: {} }, [null, null]],
  ])("gives a %s value %j the same form", (_generation, fields, values) => {
    const row = mapped(fields);
    expect([row?.value, row?.string_value]).toEqual(values);
  });

  it("reads the ids of v2 beside each other", () => {
    const row = mapped({
      traceId: "trace-1",
      observationId: "obs-1",
      sessionId: null,
      dataType: "NUMERIC",
      value: 1,
    });
    expect(row).toMatchObject({ trace_id: "trace-1", observation_id: "obs-1", session_id: null });
  });
});

describe("pull", () => {
  it("asks v3 for the half-open window with subjects and comments", async () => {
    const { asked, rows } = await pull(({ query }) => ({
      body: {
        data: [{ ...score, value: 1 }],
        meta: { limit: 100, ...(query.has("cursor") ? {} : { cursor: "next" }) },
      },
    }));
    expect(rows).toHaveLength(2);
    expect(asked[0]?.path).toBe("/api/public/v3/scores");
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({
      fromTimestamp: "2026-03-01T00:00:00.000Z",
      toTimestamp: "2026-03-01T12:00:00.000Z",
      fields: "details,subject",
      limit: "100",
    });
  });

  it.each([
    ["/api/public/v2/scores", "v2/scores"],
    ["/api/public/scores", "v1/scores"],
  ])("falls back to %s and records %s", async (served, api) => {
    const { pages, rows, asked } = await pull(({ path, query }) =>
      path === served
        ? { body: { data: [{ ...score, id: query.get("page"), value: 1 }], meta: { totalPages: 3 } } }
        : { status: 404, body: { message: "not found" } },
    );
    expect(pages.map((page) => page.api)).toEqual([api, api, api]);
    expect(rows.map((row) => row["score_id"])).toEqual(["1", "2", "3"]);
    expect(asked.at(-1)?.query.get("limit")).toBe("100");
  });
});
