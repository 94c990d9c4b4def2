/** The OTLP endpoints as exporters meet them: what is taken, and who may send. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openHouse, type House } from "../../api/house.ts";
import { ask, openSmallHouse, post, spansOfTrace } from "./posting.ts";
import { asJson, asProtobuf, inProtobuf, pairs, request, START, traceId } from "./spans.ts";

let house: House;
beforeAll(async () => {
  house = await openSmallHouse();
});
afterAll(() => house.close());

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
      house,
      encode(request([{ trace, span: 1, took_ms: 12.5, attributes, events, status: { code: 2 } }])),
    );
    expect([answer.status, answer.text]).toEqual([
      200,
      answer.headers.get("content-type") === "application/json" ? "{}" : "",
    ]);
    const [row] = await ask(
      house,
      `
      select name, kind, status, status_message, service_name, scope, started_at, duration_ms, type, attributes::varchar as attributes,
        json_extract_string(events, '$[0].name') as event
      from otel_spans where trace_id = '${traceId(trace)}'`,
    );
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
    expect((await post(house, asProtobuf(new Uint8Array()))).status).toBe(200);
    const trace = fresh();
    const json = request([
      { trace, span: 1 },
      { trace, span: 2 },
    ]);
    for (let time = 0; time < 3; time += 1) expect((await post(house, asJson(json))).status).toBe(200);
    expect(await spansOfTrace(house, trace)).toHaveLength(2);
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
    expect(await post(house, asJson(metrics), "/v1/metrics")).toMatchObject({ status: 200, text: "{}" });
    expect(
      await post(house, asProtobuf(inProtobuf(metrics, "metrics"), { gzip: true }), "/v1/metrics"),
    ).toMatchObject({ status: 200, text: "" });
    expect(await post(house, asJson(logs), "/v1/logs")).toMatchObject({ status: 200, text: "{}" });
    expect(await post(house, asProtobuf(inProtobuf(logs, "logs")), "/v1/logs")).toMatchObject({
      status: 200,
      text: "",
    });
    expect(
      await ask(house, "select metric, model, token_type, count, sum, temporality from otel_metric_points"),
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
    expect(await ask(house, "select trace_id, span_id, severity, body from otel_logs")).toEqual([
      { trace_id: traceId(5), span_id: "00000000000000aa", severity: "ERROR", body: "it broke" },
    ]);
  });
});

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;

it("is for agents and operators once there is a key, as bearer or as Basic pair, and for anybody here before", async () => {
  const own = await openHouse();
  const send = (authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    return post(own, asJson(request([{ trace: 1, span: 1 }]), { headers }), "/api/public/otel/v1/traces");
  };
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
