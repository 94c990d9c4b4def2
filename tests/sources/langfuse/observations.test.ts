import { describe, expect, it } from "vitest";

import { connectLangfuse } from "../../../sources/langfuse/client.ts";
import { langfuse } from "../../../sources/langfuse/index.ts";
import { langfuseObservations } from "../../../sources/langfuse/observations.ts";
import { type Asked, hours, loopback, ports, pulled, type Reply } from "../loopback.ts";

const nowhere = { parent: undefined };
const window = hours("06:00:00.000", "12:00:00.000");

async function connect(answer: (asked: Asked, count: number) => Reply) {
  const vendor = await loopback(answer);
  const config = { base_url: vendor.url, public_key: "pk-lf-1", secret_key: "sk-lf-2" };
  return { ...vendor, client: await connectLangfuse(config, ports(langfuse, config)) };
}

/** A row as v2 documents it, with all field groups. */
const v2 = {
  id: "obs-1",
  traceId: "trace-1",
  startTime: "2026-03-01T06:00:00.000Z",
  endTime: "2026-03-01T06:00:02.500Z",
  projectId: "project-1",
  parentObservationId: "obs-0",
  type: "GENERATION",
  isRootObservation: false,
  name: "answer",
  level: "ERROR",
  statusMessage: "context length exceeded",
  version: "7",
  environment: "production",
  userId: "user-1",
  sessionId: "session-1",
  input: '[{"role":"user","content":"hi"}]',
  output: "hello",
  metadata: { attempt: "2" },
  providedModelName: "gpt-4o",
  usageDetails: { input: 100, input_cached_tokens: 20, output: 7, output_reasoning: 3, total: 130 },
  costDetails: { input: 0.0001, output: 0.0002, total: 0.0003 },
  totalCost: 3e-7,
  promptName: "greeting",
  promptVersion: 4,
  latency: 2.5,
  inputPrice: "0.0000025",
  traceName: "support-agent",
  tags: ["beta"],
  release: "2f9a1c4",
};

describe("map", () => {
  it("reads every column of a v2 row", () => {
    const [row] = langfuseObservations.map(v2, nowhere);
    expect(langfuseObservations.row.parse(row)).toEqual({
      observation_id: "obs-1",
      trace_id: "trace-1",
      parent_observation_id: "obs-0",
      type: "GENERATION",
      name: "answer",
      trace_name: "support-agent",
      level: "ERROR",
      status_message: "context length exceeded",
      model: "gpt-4o",
      started_at: "2026-03-01T06:00:00.000Z",
      ended_at: "2026-03-01T06:00:02.500Z",
      latency_ms: 2500,
      input: '[{"role":"user","content":"hi"}]',
      output: "hello",
      input_tokens: 120,
      output_tokens: 10,
      total_tokens: 130,
      cost_usd: "0.0000003000",
      environment: "production",
      release: "2f9a1c4",
      version: "7",
      prompt_name: "greeting",
      prompt_version: 4,
      session_id: "session-1",
      user_id: "user-1",
      tags: ["beta"],
      is_root: false,
      metadata: '{"attempt":"2"}',
    });
  });

  it("reads the names and forms of v1", () => {
    const legacy = {
      id: "obs-1",
      traceId: "trace-1",
      type: "GENERATION",
      startTime: "2026-03-01T06:00:00.000Z",
      endTime: "2026-03-01T06:00:01.250Z",
      parentObservationId: null,
      model: "gpt-4o",
      input: { question: "hi" },
      output: ["hello"],
      metadata: "plain",
      usage: { input: 12, output: 3, total: 15, unit: "TOKENS" },
      usageDetails: {},
      costDetails: {},
      calculatedTotalCost: 0.00125,
      latency: null,
    };
    expect(langfuseObservations.map(legacy, nowhere)[0]).toMatchObject({
      model: "gpt-4o",
      input: '{"question":"hi"}',
      output: '["hello"]',
      metadata: '"plain"',
      input_tokens: 12,
      output_tokens: 3,
      total_tokens: 15,
      cost_usd: "0.0012500000",
      latency_ms: 1250,
      is_root: true,
    });
  });

  it("gives null for optional fields of a wrong type and for empty names", () => {
    const odd = {
      ...v2,
      name: 7,
      latency: "fast",
      tags: "beta",
      promptVersion: "x",
      usageDetails: [],
      release: "",
      endTime: 5,
    };
    expect(langfuseObservations.map(odd, nowhere)[0]).toMatchObject({
      observation_id: "obs-1",
      name: null,
      latency_ms: null,
      tags: null,
      prompt_version: null,
      input_tokens: null,
      release: null,
      ended_at: null,
    });
  });

  it.each([{ id: undefined }, { id: { odd: 1 } }, { startTime: undefined }, { startTime: "yesterday" }])(
    "refuses a row without an id or a time: %j",
    (broken) => {
      expect(() => langfuseObservations.map({ ...v2, ...broken }, nowhere)).toThrow(/^observation\.\w+: /);
    },
  );
});

describe("pull of v2", () => {
  it("asks for the half-open window with all field groups and follows cursors over an empty page", async () => {
    const pages = [
      { data: [v2], meta: { cursor: "a" } },
      { data: [], meta: { cursor: "b" } },
      { data: [{ ...v2, id: "obs-2" }], meta: {} },
    ];
    const { client, asked } = await connect((_asked, count) => ({ body: pages[count - 1] }));
    const { rows, pages: read, failure } = await pulled(langfuseObservations, client, window);
    expect(failure).toBeUndefined();
    expect(rows.map((row) => row["observation_id"])).toEqual(["obs-1", "obs-2"]);
    expect(read.map(({ api, cursor }) => [api, cursor])).toEqual([
      ["v2/observations", "a"],
      ["v2/observations", "b"],
      ["v2/observations", undefined],
    ]);
    expect(asked.map(({ path, query }) => [path, query.get("cursor")])).toEqual([
      ["/api/public/v2/observations", null],
      ["/api/public/v2/observations", "a"],
      ["/api/public/v2/observations", "b"],
    ]);
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({
      fromStartTime: "2026-03-01T06:00:00.000Z",
      toStartTime: "2026-03-01T12:00:00.000Z",
      fields: "core,basic,io,metadata,model,usage,prompt,metrics,trace_context",
      limit: "1000",
    });
    expect(asked[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from("pk-lf-1:sk-lf-2").toString("base64")}`,
    );
  });

  it("says once which field is of the wrong type", async () => {
    const data = [v2, { ...v2, id: "obs-2", latency: "fast" }, { ...v2, id: "obs-3", latency: "slow" }];
    const { client } = await connect(() => ({ body: { data, meta: {} } }));
    const { rows, warnings } = await pulled(langfuseObservations, client, window);
    expect(rows).toHaveLength(3);
    expect(warnings).toEqual(["v2/observations: latency is of the wrong type and is left out"]);
  });

  it.each([
    [{ status: 400, body: { message: "Invalid cursor format" } }, "cursor_expired"],
    [{ status: 422, body: { message: "Request timed out" } }, "too_large"],
    [{ status: 400, body: { message: "Invalid request data" } }, "unexpected"],
    [{ body: { data: "none", meta: {} } }, "unexpected"],
    [{ body: { data: [], meta: { cursor: 7 } } }, "unexpected"],
    [{ body: { data: [] } }, "unexpected"],
    [{ body: { data: [], meta: { cursor: "a" } } }, "unexpected"],
  ] satisfies [Reply, string][])("stops on %j as %s", async (second, kind) => {
    const first = { body: { data: [v2], meta: { cursor: "a" } } };
    const { client } = await connect((_asked, count) => (count === 1 ? first : second));
    const { rows, failure } = await pulled(langfuseObservations, client, window);
    expect(rows.length).toBeGreaterThan(0);
    expect(failure).toMatchObject({ name: "UpstreamError", kind });
  });

  it("names the variables when the keys are refused", async () => {
    const { client } = await connect(() => ({ status: 401, body: { message: "Invalid credentials." } }));
    const { failure } = await pulled(langfuseObservations, client, window);
    expect(failure).toMatchObject({
      kind: "denied",
      status: 401,
      message: expect.stringContaining("Invalid credentials."),
    });
    expect(failure).toMatchObject({
      hint: expect.stringMatching(/LANGFUSE_PUBLIC_KEY.*LANGFUSE_SECRET_KEY.*LANGFUSE_BASE_URL/),
    });
  });

  it("takes an address with a path for what it is", async () => {
    const { client } = await connect(() => ({ status: 404, body: "<!DOCTYPE html><html></html>" }));
    const { failure } = await pulled(langfuseObservations, client, window);
    expect(failure).toMatchObject({ kind: "unexpected", hint: expect.stringContaining("LANGFUSE_BASE_URL") });
  });
});

describe("pull of v1", () => {
  const trace = {
    id: "trace-1",
    name: "support-agent",
    release: "2f9a1c4",
    tags: ["beta"],
    sessionId: "s",
    userId: "u",
  };
  const bare = {
    id: "obs-1",
    traceId: "trace-1",
    type: "SPAN",
    startTime: "2026-03-01T06:30:00.000Z",
    parentObservationId: null,
  };

  function legacyServer(status: number) {
    return ({ path, query }: Asked): Reply => {
      const page = Number(query.get("page"));
      if (path === "/api/public/observations") {
        const data =
          page === 1
            ? [bare, { ...bare, id: "obs-2", traceId: "older" }]
            : [{ ...bare, id: "obs-3", traceId: "gone" }];
        return { body: { data, meta: { page, limit: 100, totalItems: 3, totalPages: 2 } } };
      }
      if (path === "/api/public/traces")
        return { body: { data: [trace], meta: { page: 1, limit: 100, totalItems: 1, totalPages: 1 } } };
      if (path === "/api/public/traces/older") return { body: { ...trace, id: "older", name: "nightly" } };
      return { status, body: { message: "v2 APIs are only available on Langfuse Cloud" } };
    };
  }

  it.each([404, 501])(
    "serves a server that answers %i to v2, with the fields of the traces",
    async (status) => {
      const { client, asked } = await connect(legacyServer(status));
      const { rows, pages, warnings, failure } = await pulled(langfuseObservations, client, window);
      expect(failure).toBeUndefined();
      expect(
        rows.map((row) => [row["observation_id"], row["trace_name"], row["release"], row["session_id"]]),
      ).toEqual([
        ["obs-1", "support-agent", "2f9a1c4", "s"],
        ["obs-2", "nightly", "2f9a1c4", "s"],
        ["obs-3", null, null, null],
      ]);
      expect(pages.map(({ api }) => api)).toEqual(["v1/observations", "v1/observations"]);
      expect(warnings).toEqual(["langfuse trace gone is gone: its observations have no trace name"]);
      const listed = asked.find(({ path }) => path === "/api/public/traces");
      expect(listed?.query.get("fromTimestamp")).toBe("2026-03-01T05:00:00.000Z");
      expect(listed?.query.get("toTimestamp")).toBe("2026-03-01T12:00:00.000Z");
    },
  );

  it("asks for v2 once per connection", async () => {
    const { client, asked } = await connect(legacyServer(404));
    await pulled(langfuseObservations, client, window);
    await pulled(langfuseObservations, client, window);
    expect(asked.filter(({ path }) => path.endsWith("v2/observations"))).toHaveLength(1);
  });

  it("reads on after an empty page in the middle", async () => {
    const { client } = await connect(({ path, query }) => {
      if (path.endsWith("v2/observations")) return { status: 404, body: {} };
      if (path.endsWith("traces")) return { body: { data: [trace], meta: { totalPages: 1 } } };
      return { body: { data: query.get("page") === "2" ? [bare] : [], meta: { totalPages: 2 } } };
    });
    expect((await pulled(langfuseObservations, client, window)).rows).toHaveLength(1);
  });
});
