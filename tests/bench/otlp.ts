/**
 * How fast spans become rows: `npm run build && npx tsx tests/bench/otlp.ts [spans]`. A built server in a process of its own takes
 * packed requests of 500 spans, protobuf and JSON, from 8 senders. Prints spans per second until the last acknowledged one can be
 * asked for, the server's CPU time per span, and what decoding (beside protobufjs), mapping and columns cost.
 */
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

import { otelSpans } from "../../sources/otel/spans.ts";
import { columnsOfRows } from "../../src/lake/ingest/columns-of-rows.ts";
import { factTable } from "../../src/lake/schema.ts";
import { decode } from "../../src/receive/otlp/decode.ts";
import { decodeTraces } from "../../src/receive/otlp/protobuf/decode-traces.ts";
import { REQUESTS } from "../../src/receive/otlp/protobuf/messages.ts";
import { load, type Encoding } from "./otlp-load.ts";
import { metricIn, startServer } from "./otlp-server.ts";

const SPANS = Number(process.argv[2] ?? 100_000);
const SIZE = 500;
const SENDERS = 8;
const START = Date.now() - 3_600_000;
const print = (name: string, figure: string) => process.stdout.write(`${name.padEnd(44)} ${figure}\n`);

async function send(encoding: Encoding, bodies: Buffer[]): Promise<{ late_ms: number[]; refused: number }> {
  const type = encoding === "json" ? "application/json" : "application/x-protobuf";
  const headers = { "content-type": type, "content-encoding": "gzip" };
  const left = bodies.toReversed();
  const late_ms: number[] = [];
  let refused = 0;
  const sender = async () => {
    for (let body = left.pop(); body !== undefined; body = left.pop()) {
      const began = performance.now();
      const { status, wait } = await server.post(body, headers);
      late_ms.push(performance.now() - began);
      if (status === 200) continue;
      // What an exporter does: the same again, after the pause that it was told.
      refused += 1;
      left.push(body);
      await pause(1_000 * wait);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return { late_ms, refused };
}

const metric = async (name: string): Promise<number> => metricIn(await server.metrics(), name);

const rows = async (): Promise<number> => {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ sql: "select count(*) as n from otel_spans" });
  const answer = await fetch(`${server.url}/api/sql`, { method: "POST", headers, body });
  return ((await answer.json()) as { rows: { n: number }[] }).rows[0]?.n ?? 0;
};

async function endToEnd(encoding: Encoding, seed: number): Promise<void> {
  const bodies = load(encoding, { count: SPANS / SIZE, size: SIZE, start: START, seed });
  const before = await rows();
  const cpu = await metric("process_cpu_seconds_total");
  const began = performance.now();
  const { late_ms, refused } = await send(encoding, bodies);
  const acknowledged = performance.now() - began;
  while ((await rows()) < before + SPANS) await pause(20);
  const whole = performance.now() - began;
  const spent = (await metric("process_cpu_seconds_total")) - cpu;
  const late = late_ms.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round(late[Math.floor(late.length * share)] ?? 0);
  print(
    `${encoding}+gzip, acknowledged`,
    `${Math.round((SPANS / acknowledged) * 1_000)} spans/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  );
  print(`${encoding}+gzip, all to be asked for`, `${Math.round((SPANS / whole) * 1_000)} spans/s`);
  print(
    `${encoding}+gzip, server`,
    `${((spent / SPANS) * 1e6).toFixed(1)} us CPU a span, asked to wait ${refused} times`,
  );
  print(
    `${encoding}+gzip, memory afterwards`,
    `${Math.round((await metric("process_resident_memory_bytes")) / 2 ** 20)} MiB`,
  );
}

function cpuOf(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, user + system);
  }
  return best;
}

const bodies = load("protobuf", { count: 20, size: SIZE, start: START }).map((body) => gunzipSync(body));
const own = cpuOf(() => bodies.map((body) => decodeTraces(body)));
const theirs = cpuOf(() => bodies.map((body) => REQUESTS.traces.decode(body)));
print("decoding, own", `${(own / 20 / SIZE).toFixed(2)} us CPU a span`);
print(
  "decoding, protobufjs",
  `${(theirs / 20 / SIZE).toFixed(2)} us CPU a span (${(theirs / own).toFixed(1)} times)`,
);

const how = { signal: "traces", json: false, received_at: Date.now() } as const;
const mapped = cpuOf(() => bodies.map((body) => decode(body, how)));
print("decoding and mapping", `${(mapped / 20 / SIZE).toFixed(2)} us CPU a span`);
const spans = bodies.flatMap((body) => decode(body, how).rows);
const columns = cpuOf(() => columnsOfRows(factTable(otelSpans), spans, "default", new Date(START)));
print("laying rows out in columns", `${(columns / 20 / SIZE).toFixed(2)} us CPU a span`);

const server = await startServer(["--no-patrol"]);
await endToEnd("protobuf", 1);
await endToEnd("protobuf", 2);
await endToEnd("json", 3);
await server.stop();
