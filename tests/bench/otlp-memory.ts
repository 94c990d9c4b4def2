/**
 * Whether memory stays flat while spans come faster than they can be stored: `npm run build && npx tsx tests/bench/otlp-memory.ts
 * [seconds] [senders]`. Senders post as fast as they are answered and wait when they are told to. Every span is new: a few requests are
 * encoded once and given other ids and later times each round. Prints a line every ten seconds.
 */
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

import { load } from "./otlp-load.ts";
import { metricIn, startServer } from "./otlp-server.ts";

const SECONDS = Number(process.argv[2] ?? 120);
const SENDERS = Number(process.argv[3] ?? 8);
const SIZE = 500;
const REQUESTS = 40;
const MIB = 2 ** 20;

const start = Date.now() - 6 * 3_600_000;
const bodies = load("protobuf", { count: REQUESTS, size: SIZE, start }).map((body) => gunzipSync(body));
/** What the spans of all requests span, two milliseconds each: a round begins where the last one ended. */
const ROUND_NS = BigInt(REQUESTS * SIZE) * 2_000_000n;

/** Places of ids, whose upper bytes are zero, and of the two times of each span. */
function placesIn(body: Buffer): { ids: number[]; times: number[] } {
  const places = { ids: [] as number[], times: [] as number[] };
  for (const [tag, length] of [
    [0x0a, 16],
    [0x12, 8],
    [0x22, 8],
  ] as const) {
    const head = Buffer.from([tag, length, 0, 0, 0]);
    for (let at = body.indexOf(head); at >= 0; at = body.indexOf(head, at + 1)) places.ids.push(at + 2);
  }
  const times = Buffer.from([0x30, 0x01, 0x39]);
  for (let at = body.indexOf(times); at >= 0; at = body.indexOf(times, at + 1)) {
    if (body[at + 11] === 0x41) places.times.push(at + 3, at + 12);
  }
  return places;
}
const places = bodies.map(placesIn);

/** The request as that of a later round. */
function ofRound(index: number, round: number): Buffer {
  const body = Buffer.from(bodies[index] ?? "");
  const { ids, times } = places[index] ?? { ids: [], times: [] };
  for (const at of ids) body.writeUInt16BE(round, at);
  for (const at of times) body.writeBigUInt64LE(body.readBigUInt64LE(at) + ROUND_NS * BigInt(round), at);
  return body;
}

const server = await startServer(["--no-patrol"]);
let next = 0;
let acknowledged = 0;
let asked = 0;
const until = performance.now() + SECONDS * 1_000;

async function sender(): Promise<void> {
  while (performance.now() < until) {
    const number = (next += 1);
    const body = ofRound(number % REQUESTS, Math.floor(number / REQUESTS));
    for (;;) {
      const { status, wait } = await server.post(body, { "content-type": "application/x-protobuf" });
      if (status === 200) break;
      asked += 1;
      await pause(wait * 1_000);
    }
    acknowledged += SIZE;
  }
}

const print = (...cells: (string | number)[]) =>
  process.stdout.write(`${cells.map((cell) => String(cell).padStart(12)).join("")}\n`);
print("s", "spans", "spans/s", "told to wait", "RSS MiB", "heap MiB", "log MiB", "waiting MiB");
let printed = { at: performance.now(), acknowledged: 0 };
async function tell(): Promise<void> {
  const text = await server.metrics();
  const mib = (name: string) => Math.round(metricIn(text, name) / MIB);
  const at = performance.now();
  const rate = Math.round(((acknowledged - printed.acknowledged) * 1_000) / (at - printed.at));
  print(
    Math.round((at - until) / 1_000 + SECONDS),
    acknowledged,
    rate,
    asked,
    mib("process_resident_memory_bytes"),
    mib("nodejs_heap_size_used_bytes"),
    mib("sentinel_otlp_log_bytes"),
    mib("sentinel_otlp_pending_bytes"),
  );
  printed = { at, acknowledged };
}
const telling = setInterval(() => void tell(), 10_000);
await Promise.all(Array.from({ length: SENDERS }, sender));
clearInterval(telling);
while (metricIn(await server.metrics(), "sentinel_otlp_lag_seconds") > 0) await pause(100);
await tell();
await server.stop();
