/** Bad input: refused with a reason and counted, and nothing else is lost by it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { House } from "../../api/house.ts";
import { deepProtobuf, deepValue } from "./deep-attributes.ts";
import { ask, openSmallHouse, post, spansOfTrace, type Post } from "./posting.ts";
import { asJson, asProtobuf, inProtobuf, request, spanOf, traceId } from "./spans.ts";

let house: House;
beforeAll(async () => {
  house = await openSmallHouse();
});
afterAll(() => house.close());

let next = 100;
const fresh = () => (next += 1);

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
    (span) => ({ ...span, attributes: [{ key: "a", value: deepValue(1_000) }] }),
    "nested deeper",
  ],
  ["a span id twice", (span) => ({ ...span, spanId: "0000000000000001" }), "twice"],
];

const good = () => request([{ trace: 1, span: 1 }]);
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const usage = (value: object) => [
  { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
  { key: "gen_ai.request.model", value: { stringValue: "gpt-4o" } },
  { key: "gen_ai.usage.input_tokens", value },
];
/** A request of one trace with these spans as they are. */
const requestOf = (spans: object[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

describe("refuses", () => {
  it.each(BAD_SPANS)("%s, and keeps the rest of the request", async (_, spoil, reason) => {
    const trace = fresh();
    const spans = [spanOf({ trace, span: 1 }), spoil(spanOf({ trace, span: 2 }))];
    const answer = await post(house, asJson(requestOf(spans)));
    expect(answer.status).toBe(200);
    const { partialSuccess } = JSON.parse(answer.text) as {
      partialSuccess: { rejectedSpans: string; errorMessage: string };
    };
    expect(partialSuccess.rejectedSpans).toBe("1");
    expect(partialSuccess.errorMessage).toContain(reason);
    expect(await spansOfTrace(house, trace)).toHaveLength(1);
  });

  it("in protobuf too, in the words of protobuf, and counts it", async () => {
    const trace = fresh();
    const json = request([
      { trace, span: 1 },
      { trace, span: 2, start: 1_000 },
    ]);
    const answer = await post(house, asProtobuf(inProtobuf(json)));
    expect(answer.status).toBe(200);
    // partial_success (1) of rejected_spans (1) and error_message (2).
    expect([...Buffer.from(answer.text, "latin1").subarray(0, 5)]).toEqual([
      10,
      answer.text.length - 2,
      8,
      1,
      18,
    ]);
    expect(answer.text).toContain("1 refused: the start is before 2010");
    expect(await spansOfTrace(house, trace)).toHaveLength(1);
    const metrics = await (await house.send("GET", "/metrics")).text();
    expect(metrics).toMatch(
      /sentinel_otlp_refused_total\{signal="traces",reason="the start is before 2010"\} [2-9]/,
    );
    expect(metrics).toMatch(/sentinel_otlp_accepted_total\{signal="traces"\} [1-9]/);
  });

  it("attributes 10,000 deep, before they are read", async () => {
    const answer = await post(house, asProtobuf(deepProtobuf(10_000)));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("1 refused: attributes are nested deeper than 32");
  });

  it("counts that are none: NaN, negative, text, too large; the span is kept without them", async () => {
    const trace = fresh();
    const large = { intValue: String(Number.MAX_SAFE_INTEGER) };
    const odd = [
      { doubleValue: "NaN" },
      { intValue: "-5" },
      { stringValue: "many" },
      { doubleValue: 1e300 },
      large,
    ];
    const spans = odd.map((value, index) => ({
      ...spanOf({ trace, span: index + 1 }),
      attributes: usage(value),
    }));
    expect(await post(house, asJson(requestOf(spans)))).toMatchObject({ status: 200, text: "{}" });
    const rows = await ask(
      house,
      `select input_tokens, cost_usd from otel_spans where trace_id = '${traceId(trace)}'`,
    );
    expect(rows).toEqual(odd.map(() => ({ input_tokens: null, cost_usd: null })));
  });

  it("an attribute of 1 MB is cut and said, and its span is kept", async () => {
    const trace = fresh();
    const answer = await post(
      house,
      asJson(request([{ trace, span: 1, attributes: { long: "x".repeat(1_000_000) } }]), { gzip: true }),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain("1 attributes were too long and are cut");
    expect(
      await ask(
        house,
        `select length(attributes->>'long') as kept from otel_spans where trace_id = '${traceId(trace)}'`,
      ),
    ).toEqual([{ kept: 262_144 }]);
  });

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
    ["a gzip bomb", () => asJson("0".repeat(40_000_000), { gzip: true }), 413],
    ["a body that is too large", () => asJson({ more: "x".repeat(400_000) }), 413],
    ["text", () => ({ ...asJson(good()), headers: { "content-type": "text/plain" } }), 415],
    ["no content type", () => ({ ...asJson(good()), headers: {} }), 415],
    ["zstd", () => asJson(good(), { headers: { "content-encoding": "zstd" } }), 415],
  ])("%s", async (_, made, status) => {
    expect((await post(house, made())).status).toBe(status);
  });

  it("what is more than fits, until it is in the lake", async () => {
    const { budget } = await house.sentinel.intake();
    const give = budget.take(3_999_000);
    const refused = await post(
      house,
      asJson(request([{ trace: fresh(), span: 1 }]), { headers: { "content-length": "2000" } }),
    );
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    give(0);
    const trace = fresh();
    expect((await post(house, asJson(request([{ trace, span: 1 }])))).status).toBe(200);
    expect(await spansOfTrace(house, trace)).toHaveLength(1);
    expect(budget.used).toBe(0);
  });
});
