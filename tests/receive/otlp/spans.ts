/** Spans as senders encode them, for tests. */
import { gzipSync } from "node:zlib";

import { REQUESTS } from "../../../src/receive/otlp/protobuf/messages.ts";

type Plain = string | number | boolean | Plain[] | { [key: string]: Plain };
export type Attributes = { [key: string]: Plain };

export type TestSpan = {
  trace: number;
  span: number;
  parent?: number;
  name?: string;
  /** Milliseconds since 1970. */
  start?: number;
  took_ms?: number;
  status?: { code?: number; message?: string };
  attributes?: Attributes;
  events?: { name: string; attributes: Attributes }[];
};

export const START = Date.parse("2026-03-02T11:30:00Z");
export const traceId = (trace: number) => trace.toString(16).padStart(32, "0");
export const spanId = (span: number) => span.toString(16).padStart(16, "0");
const nanos = (ms: number) => `${BigInt(Math.round(ms * 1_000)) * 1_000n}`;

function anyValue(value: Plain): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { kvlistValue: { values: pairs(value) } };
}

export const pairs = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

/** One request in OTLP/JSON. */
export function request(spans: TestSpan[], resource: Attributes = { "service.name": "shop" }) {
  return {
    resourceSpans: [
      {
        resource: { attributes: pairs(resource) },
        scopeSpans: [{ scope: { name: "tests", version: "1" }, spans: spans.map(spanOf) }],
      },
    ],
  };
}

export function spanOf({
  trace,
  span,
  parent,
  name,
  start = START,
  took_ms = 250,
  status,
  attributes,
  events,
}: TestSpan) {
  return {
    traceId: traceId(trace),
    spanId: spanId(span),
    ...(parent !== undefined && { parentSpanId: spanId(parent) }),
    name: name ?? `span ${span}`,
    kind: 1,
    startTimeUnixNano: nanos(start),
    endTimeUnixNano: nanos(start + took_ms),
    attributes: pairs(attributes ?? {}),
    ...(events && {
      events: events.map((event) => ({
        timeUnixNano: nanos(start),
        name: event.name,
        attributes: pairs(event.attributes),
      })),
    }),
    ...(status && { status }),
  };
}

/** The same request in protobuf. */
export function inProtobuf(json: unknown, signal: keyof typeof REQUESTS = "traces"): Buffer {
  const type = REQUESTS[signal];
  return Buffer.from(type.encode(type.fromObject(base64Ids(json))).finish());
}

/** protobufjs takes bytes in base64 where OTLP/JSON has ids in hexadecimal. */
function base64Ids(value: unknown): { [key: string]: unknown } {
  return JSON.parse(
    JSON.stringify(value, (key, part: unknown) =>
      /^(trace|span|parentSpan)Id$/.test(key) && typeof part === "string"
        ? Buffer.from(part, "hex").toString("base64")
        : part,
    ),
  ) as { [key: string]: unknown };
}

export type Posting = { gzip?: boolean; headers?: Record<string, string> };

export const asJson = (json: unknown, { gzip = false, headers = {} }: Posting = {}) => ({
  body: new Uint8Array(gzip ? gzipSync(JSON.stringify(json)) : Buffer.from(JSON.stringify(json))),
  headers: { "content-type": "application/json", ...(gzip && { "content-encoding": "gzip" }), ...headers },
});

export const asProtobuf = (body: Uint8Array, { gzip = false, headers = {} }: Posting = {}) => ({
  body: new Uint8Array(gzip ? gzipSync(body) : body),
  headers: {
    "content-type": "application/x-protobuf",
    ...(gzip && { "content-encoding": "gzip" }),
    ...headers,
  },
});
