/** The OTLP endpoints as exporters meet them: what is taken, what is refused and why, and who may send. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { HOST, openHouse, type House } from "../../api/house.ts";
import {
  asJson,
  asProtobuf,
  inProtobuf,
  pairs,
  request,
  spanOf,
  START,
  traceId,
  type TestSpan,
} from "./spans.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({
    settings: {
      otlp: {
        body_bytes: 300_000,
        unpacked_bytes: 2_000_000,
        pending_bytes: 4_000_000,
        segment_bytes: 50_000,
      },
    },
  });
});
afterAll(() => house.close());

type Post = { body: Uint8Array<ArrayBuffer>; headers: Record<string, string> };

async function post({ body, headers }: Post, path = "/v1/traces", to = house) {
  const response = await to.app.request(`http://${HOST}${path}`, {
    method: "POST",
    body,
    headers: { host: HOST, ...headers },
  });
  return {
    status: response.status,
    text: Buffer.from(await response.arrayBuffer()).toString("latin1"),
    headers: response.headers,
  };
}

const ask = async (sql: string) => {
  await (await house.sentinel.intake()).idle();
  return (await (await house.sentinel.lake()).ask(sql)).rows;
};
const spansOfTrace = (trace: number) =>
  ask(`select span_id from otel_spans where trace_id = '${traceId(trace)}' order by span_id`);

let next = 100;
const fresh = () => (next += 1);

describe("takes", () => {
  it.each([
    ["JSON", (json: object) => asJson(json)],
    ["JSON, gzip", (json: object) => asJson(json, { gzip: true })],
    [
      "JSON with a charset",
      (json: object) => asJson(json, { headers: { "content-type": "application/json; charset=utf-8" } }),
    ],
    ["protobuf", (json: object) => asProtobuf(inProtobuf(json))],
    ["protobuf, gzip", (json: object) => asProtobuf(inProtobuf(json), { gzip: true })],
  ])("%s, and the row is the same", async (_, encode) => {
    const trace = fresh();
    const attributes = {
      "gen_ai.operation.name": "chat",
      many: [1, 2.5, "x", true, { deep: { er: -3 } }],
      big: "9007199254740993",
    };
    const events = [{ name: "exception", attributes: { "exception.message": "boom" } }];
    const answer = await post(
      encode(request([{ trace, span: 1, took_ms: 12.5, attributes, events, status: { code: 2 } }])),
    );
    expect([answer.status, answer.text]).toEqual([
      200,
      answer.headers.get("content-type") === "application/json" ? "{}" : "",
    ]);
    const [row] = await ask(`
      select name, kind, status, status_message, service_name, scope, started_at, duration_ms, type, attributes::varchar as attributes,
        json_extract_string(events, '$[0].name') as event
      from otel_spans where trace_id = '${traceId(trace)}'`);
    expect(row).toEqual({
      name: "span 1",
      kind: "internal",
      status: "error",
      status_message: "boom",
      service_name: "shop",
      scope: "tests 1",
      started_at: new Date(START).toISOString(),
      duration_ms: 12.5,
      type: "GENERATION",
      attributes: JSON.stringify(attributes),
      event: "exception",
    });
  });

  it("an empty request, and the same spans again without doubling anything", async () => {
    expect((await post(asProtobuf(new Uint8Array()))).status).toBe(200);
    const trace = fresh();
    const json = request([
      { trace, span: 1 },
      { trace, span: 2 },
    ]);
    for (let time = 0; time < 3; time += 1) expect((await post(asJson(json))).status).toBe(200);
    expect(await spansOfTrace(trace)).toHaveLength(2);
  });

  it("GenAI metrics and log records of traces, and says nothing of those that it leaves out", async () => {
    const point = {
      startTimeUnixNano: `${START}000000`,
      timeUnixNano: `${START + 1_000}000000`,
      count: "3",
      sum: 420,
    };
    const attributes = pairs({ "gen_ai.token.type": "input", "gen_ai.request.model": "gpt-4o" });
    const metric = (name: string) => ({
      name,
      unit: "{token}",
      histogram: { aggregationTemporality: 1, dataPoints: [{ ...point, attributes }] },
    });
    const metrics = {
      resourceMetrics: [
        {
          scopeMetrics: [{ metrics: [metric("gen_ai.client.token.usage"), metric("http.server.duration")] }],
        },
      ],
    };
    const record = { timeUnixNano: `${START}000000`, severityNumber: 17, body: { stringValue: "it broke" } };
    const logs = {
      resourceLogs: [
        {
          scopeLogs: [
            { logRecords: [{ ...record, traceId: traceId(5), spanId: "00000000000000aa" }, record] },
          ],
        },
      ],
    };
    expect(await post(asJson(metrics), "/v1/metrics")).toMatchObject({ status: 200, text: "{}" });
    expect(
      await post(asProtobuf(inProtobuf(metrics, "metrics"), { gzip: true }), "/v1/metrics"),
    ).toMatchObject({ status: 200, text: "" });
    expect(await post(asJson(logs), "/v1/logs")).toMatchObject({ status: 200, text: "{}" });
    expect(await post(asProtobuf(inProtobuf(logs, "logs")), "/v1/logs")).toMatchObject({
      status: 200,
      text: "",
    });
    expect(
      await ask("select metric, model, token_type, count, sum, temporality from otel_metric_points"),
    ).toEqual([
      {
        metric: "gen_ai.client.token.usage",
        model: "gpt-4o",
        token_type: "input",
        count: 3,
        sum: 420,
        temporality: "delta",
      },
    ]);
    expect(await ask("select trace_id, span_id, severity, body from otel_logs")).toEqual([
      { trace_id: traceId(5), span_id: "00000000000000aa", severity: "ERROR", body: "it broke" },
    ]);
  });
});

const nested = (depth: number) => {
  let value: object = { stringValue: "deep" };
  for (let level = 0; level < depth; level += 1) value = { arrayValue: { values: [value] } };
  return value;
};

/** Each is sent beside a good span, which must be there afterwards. */
const BAD_SPANS: [string, (span: object) => object, string][] = [
  ["a trace id of 15 bytes", (span) => ({ ...span, traceId: "ab".repeat(15) }), "trace id"],
  ["a trace id of zeros", (span) => ({ ...span, traceId: "0".repeat(32) }), "trace id"],
  ["a span id that is no hex", (span) => ({ ...span, spanId: "zzzzzzzzzzzzzzzz" }), "span id"],
  ["no span id", (span) => ({ ...span, spanId: undefined }), "span id"],
  ["a parent of 3 bytes", (span) => ({ ...span, parentSpanId: "abcdef" }), "parent span id"],
  ["a start in 1970", (span) => ({ ...span, startTimeUnixNano: "1" }), "before 2010"],
  ["a start in 2100", (span) => ({ ...span, startTimeUnixNano: "4102444800000000000" }), "day ahead"],
  [
    "attributes 1,000 deep",
    (span) => ({ ...span, attributes: [{ key: "a", value: nested(1_000) }] }),
    "nested deeper",
  ],
  ["a span id twice", (span) => ({ ...span, spanId: "0000000000000001" }), "twice"],
];

describe("refuses", () => {
  it.each(BAD_SPANS)("%s, and keeps the rest of the request", async (_, spoil, reason) => {
    const trace = fresh();
    const json = request([{ trace, span: 1 }]);
    const spans = json.resourceSpans[0]?.scopeSpans[0]?.spans as object[];
    spans.push(spoil(spanOf({ trace, span: 2 })));
    const answer = await post(asJson(json));
    expect(answer.status).toBe(200);
    const { partialSuccess } = JSON.parse(answer.text) as {
      partialSuccess: { rejectedSpans: string; errorMessage: string };
    };
    expect(partialSuccess.rejectedSpans).toBe("1");
    expect(partialSuccess.errorMessage).toContain(reason);
    expect(await spansOfTrace(trace)).toHaveLength(1);
  });

  it("in protobuf too, in the words of protobuf, and counts it", async () => {
    const trace = fresh();
    const json = request([
      { trace, span: 1 },
      { trace, span: 2, start: 1_000 },
    ]);
    const answer = await post(asProtobuf(inProtobuf(json)));
    expect(answer.status).toBe(200);
    // partial_success (1) of rejected_spans (1) and error_message (2).
    expect(answer.text.slice(0, 5)).toMatch(/^\n.\x08\x01\x12$/s);
    expect(answer.text).toContain("1 refused: the start is before 2010");
    expect(await spansOfTrace(trace)).toHaveLength(1);
    const metrics = await (await house.send("GET", "/metrics")).text();
    expect(metrics).toMatch(
      /sentinel_otlp_refused_total\{signal="traces",reason="the start is before 2010"\} [2-9]/,
    );
    expect(metrics).toMatch(/sentinel_otlp_accepted_total\{signal="traces"\} [1-9]/);
  });

  it("counts that are none: NaN, negative, text; the span is kept without them", async () => {
    const trace = fresh();
    const usage = (value: object) => [
      { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
      { key: "gen_ai.request.model", value: { stringValue: "gpt-4o" } },
      { key: "gen_ai.usage.input_tokens", value },
    ];
    const odd = [{ doubleValue: "NaN" }, { intValue: "-5" }, { stringValue: "many" }, { doubleValue: 1e300 }];
    const json = request([]);
    (json.resourceSpans[0]?.scopeSpans[0]?.spans as object[]).push(
      ...odd.map((value, index) => ({ ...spanOf({ trace, span: index + 1 }), attributes: usage(value) })),
    );
    expect(await post(asJson(json))).toMatchObject({ status: 200, text: "{}" });
    const rows = await ask(
      `select input_tokens, cost_usd from otel_spans where trace_id = '${traceId(trace)}'`,
    );
    expect(rows).toEqual(odd.map(() => ({ input_tokens: null, cost_usd: null })));
  });

  it("an attribute of 1 MB is cut and said, and its span is kept", async () => {
    const trace = fresh();
    const answer = await post(
      asJson(request([{ trace, span: 1, attributes: { long: "x".repeat(1_000_000) } }]), { gzip: true }),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("1 attributes were too long and are cut");
    expect(
      await ask(
        `select length(attributes->>'long') as kept from otel_spans where trace_id = '${traceId(trace)}'`,
      ),
    ).toEqual([{ kept: 262_144 }]);
  });

  const good = () => request([{ trace: 1, span: 1 }]);
  const bytes = (text: string) => new Uint8Array(Buffer.from(text));
  it.each<[string, () => Post, number]>([
    ["broken protobuf", () => asProtobuf(inProtobuf(good()).subarray(0, 40)), 400],
    ["protobuf that is text", () => asProtobuf(bytes("hello, this is no protobuf")), 400],
    ["broken JSON", () => ({ ...asJson({}), body: bytes('{"resourceSpans":[') }), 400],
    ["JSON that is no request", () => asJson([1]), 400],
    ["JSON of another shape", () => asJson({ resourceSpans: [{ scopeSpans: [{ spans: "many" }] }] }), 400],
    ["bytes that are no UTF-8", () => ({ ...asJson({}), body: new Uint8Array([0x7b, 0xff, 0x7d]) }), 400],
    [
      "gzip that is none",
      () => ({
        ...asJson(good()),
        headers: { "content-type": "application/json", "content-encoding": "gzip" },
      }),
      400,
    ],
    ["attributes 10,000 deep in protobuf", () => asProtobuf(deepProtobuf(10_000)), 400],
    ["a gzip bomb", () => asJson("0".repeat(40_000_000), { gzip: true }), 413],
    ["a body that is too large", () => asJson({ more: "x".repeat(400_000) }), 413],
    ["text", () => ({ ...asJson(good()), headers: { "content-type": "text/plain" } }), 415],
    ["no content type", () => ({ ...asJson(good()), headers: {} }), 415],
    ["zstd", () => asJson(good(), { headers: { "content-encoding": "zstd" } }), 415],
  ])("%s", async (_, made, status) => {
    expect((await post(made())).status).toBe(status);
  });

  it("what is more than fits, until it is in the lake", async () => {
    const { budget } = await house.sentinel.intake();
    const give = budget.take(3_999_000);
    const refused = await post(
      asJson(request([{ trace: fresh(), span: 1 }]), { headers: { "content-length": "2000" } }),
    );
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    give(0);
    const trace = fresh();
    expect((await post(asJson(request([{ trace, span: 1 }])))).status).toBe(200);
    expect(await spansOfTrace(trace)).toHaveLength(1);
    expect(budget.used).toBe(0);
  });
});

/** A span with an attribute of arrays in arrays, built from inside out. */
function deepProtobuf(depth: number): Buffer {
  const field = (number: number, body: Buffer) => {
    const length: number[] = [];
    let rest = body.length;
    for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
    return Buffer.concat([Buffer.from([(number << 3) | 2, ...length, rest]), body]);
  };
  let value = field(1, Buffer.from("x"));
  for (let level = 0; level < depth; level += 1) value = field(5, field(1, value));
  const span = Buffer.concat([
    field(1, Buffer.alloc(16, 1)),
    field(9, Buffer.concat([field(1, Buffer.from("k")), field(2, value)])),
  ]);
  return field(1, field(2, field(2, span)));
}

it("is for agents and operators once there is a key, as bearer or as Basic pair, and for anybody here before", async () => {
  const own = await openHouse();
  const send = (authorization?: string, path = "/api/public/otel/v1/traces") =>
    post(
      asJson(request([{ trace: 1, span: 1 } satisfies TestSpan]), {
        headers: authorization ? { authorization } : {},
      }),
      path,
      own,
    );
  const basic = (user: string, password: string) =>
    `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
  expect((await send()).status).toBe(200);
  expect((await send(basic("pk-lf-any", "sk-lf-thing"))).status).toBe(200);
  const { key } = await own.key("agent");
  const viewer = await own.key("viewer");
  const answers = [
    send(`Bearer ${key}`),
    send(basic("pk-lf-any", key)),
    send(basic(key, "sk-lf-any")),
    send(basic("pk-lf-any", "sk-lf-thing")),
    send(),
    send(`Bearer ${viewer.key}`),
  ];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 401, 401, 403]);
  // Only where senders know nothing else.
  const elsewhere = await own.send("GET", "/api/incidents", { headers: { authorization: basic("x", key) } });
  expect(elsewhere.status).toBe(401);
  await own.close();
});
