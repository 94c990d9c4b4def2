/** The decoder against protobufjs on the same bytes. OTLP_FUZZ sets the number of random requests. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { expect, it } from "vitest";

import { readExport } from "../../../sources/otel/json/read-export.ts";
import { spansOf } from "../../../sources/otel/json/read-spans.ts";
import { SentinelError } from "../../../src/errors.ts";
import { decodeTraces } from "../../../src/receive/otlp/protobuf/decode-traces.ts";
import { jsonOfProtobuf } from "../../../src/receive/otlp/protobuf/json-of-protobuf.ts";
import { REQUESTS } from "../../../src/receive/otlp/protobuf/messages.ts";

const CASES = Number(process.env["OTLP_FUZZ"] ?? 2_000);
const rng = xoroshiro128plus(20_260_302);
const below = (most: number) => uniformInt(rng, 0, most - 1);
const oneOf = <T>(list: T[]): T => list[below(list.length)] as T;
const some = <T>(most: number, make: () => T): T[] => Array.from({ length: below(most + 1) }, make);
const maybe = <T>(make: () => T): T | undefined => (below(4) === 0 ? undefined : make());

const TEXTS = [
  "",
  "gen_ai.operation.name",
  "chat",
  "ключ",
  "名前",
  "🦊",
  "a\u0000b",
  "__proto__",
  "constructor",
  "x".repeat(200),
  '"\\\n',
];
const INTEGERS = [
  "0",
  "1",
  "-1",
  "127",
  "128",
  "16384",
  "268435455",
  "268435456",
  "34359738368",
  "9007199254740991",
  "9007199254740992",
];
const MORE_INTEGERS = [
  "-9007199254740992",
  "-9223372036854775808",
  "9223372036854775807",
  "-129",
  "4294967296",
  "-4294967297",
];
const REALS = [
  0,
  -0,
  0.1,
  -1.5,
  1e308,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const NANOS = [
  "0",
  "1",
  "999",
  "1000",
  "1767225600123456789",
  "18446744073709551615",
  "4294967295999",
  "9223372036854775808",
];
const bytes = (length: number) => Buffer.from(Array.from({ length }, () => below(256))).toString("base64");

function value(depth: number): object {
  switch (below(depth > 5 ? 6 : 9)) {
    case 0:
      return { stringValue: oneOf(TEXTS) };
    case 1:
      return { boolValue: below(2) === 1 };
    case 2:
      return { intValue: oneOf([...INTEGERS, ...MORE_INTEGERS, String(below(1e9) - 5e8)]) };
    case 3:
      return { doubleValue: oneOf(REALS) };
    case 4:
      return { bytesValue: bytes(below(20)) };
    case 5:
      return {};
    case 6:
      return { arrayValue: { values: some(4, () => value(depth + 1)) } };
    default:
      return { kvlistValue: { values: attributes(depth + 1) } };
  }
}
const attributes = (depth = 0): object[] =>
  some(5, () => ({ key: oneOf(TEXTS), value: maybe(() => value(depth)) }));
const id = (length: number) => bytes(oneOf([length, length, length, 0, 3]));

const span = () => ({
  traceId: id(16),
  spanId: id(8),
  parentSpanId: maybe(() => id(8)),
  name: oneOf(TEXTS),
  kind: oneOf([0, 1, 3, 5, 99, -1]),
  startTimeUnixNano: oneOf(NANOS),
  endTimeUnixNano: maybe(() => oneOf(NANOS)),
  attributes: attributes(),
  events: some(2, () => ({ timeUnixNano: oneOf(NANOS), name: oneOf(TEXTS), attributes: attributes() })),
  links: some(2, () => ({ traceId: id(16), spanId: id(8), attributes: attributes() })),
  status: maybe(() => ({ code: below(3), message: oneOf(TEXTS) })),
});

function requestBytes(): Buffer {
  const type = REQUESTS.traces;
  const message = {
    resourceSpans: some(3, () => ({
      resource: maybe(() => ({ attributes: attributes() })),
      scopeSpans: some(2, () => ({
        scope: maybe(() => ({ name: oneOf(TEXTS), version: oneOf(TEXTS) })),
        spans: some(4, span),
      })),
    })),
  };
  return Buffer.from(type.encode(type.fromObject(message)).finish());
}

const byProtobufjs = (body: Buffer) => spansOf(readExport(jsonOfProtobuf("traces", body), "resourceSpans"));

it(`decodes ${CASES} random requests to what protobufjs decodes`, { timeout: 30_000 + CASES * 10 }, () => {
  let different: Buffer | undefined;
  for (let number = 0; number < CASES && different === undefined; number += 1) {
    const body = requestBytes();
    // Compared as text: a deep comparison of each would take most of the time.
    if (JSON.stringify(decodeTraces(body)) !== JSON.stringify(byProtobufjs(body))) different = body;
  }
  expect(different && decodeTraces(different)).toEqual(different && byProtobufjs(different));
});

it(
  `refuses or reads ${CASES} damaged requests, and does nothing else`,
  { timeout: 30_000 + CASES * 10 },
  () => {
    let refused = 0;
    for (let number = 0; number < CASES; number += 1) {
      const body = requestBytes();
      for (let hits = 1 + below(4); hits > 0 && body.length > 0; hits -= 1)
        body[below(body.length)] = below(256);
      const cut = body.subarray(0, below(4) === 0 ? below(body.length + 1) : body.length);
      try {
        decodeTraces(cut);
      } catch (error) {
        if (!(error instanceof SentinelError && error.code === "usage")) throw error;
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(CASES / 10);
    expect(refused).toBeLessThan(CASES);
  },
);
