/**
 * How long after its arrival a span has been judged: `npm run build && npx tsx tests/bench/otlp-lag.ts [spans a second] [seconds]
 * [spans before]`. A built server in a process of its own takes requests of 100 spans, as evenly as this process can send them, on
 * top of `spans before` of the last hours. Prints p50 and p99 until a span is acknowledged (as seen from here), until it is in the lake,
 * and until each detector has judged it, the latter read off the server's own histograms between their buckets. With STREAM=off
 * nothing is judged: what the intake alone costs.
 */
import { setTimeout as pause } from "node:timers/promises";

import { load } from "./otlp-load.ts";
import { metricIn, startServer } from "./otlp-server.ts";
import { quantile } from "./quantile.ts";

const RATE = Number(process.argv[2] ?? 10_000);
const SECONDS = Number(process.argv[3] ?? 10);
const BEFORE = Number(process.argv[4] ?? 0);
const SIZE = 100;
const HOUR_MS = 3_600_000;
const STREAM = process.env["STREAM"] !== "off";
const DETECTORS = ["agent_loop", "cost_spike", "tool_failure"];
const HEADERS = { "content-type": "application/x-protobuf", "content-encoding": "gzip" };
const print = (name: string, figure: string) => process.stdout.write(`${name.padEnd(32)} ${figure}\n`);

const server = await startServer([], { detect: { stream: STREAM } });
const answered_ms: number[] = [];

async function post(body: Buffer): Promise<void> {
  const began = performance.now();
  for (;;) {
    const { status, wait } = await server.post(body, HEADERS);
    if (status === 200) break;
    await pause(wait * 1_000);
  }
  answered_ms.push(performance.now() - began);
}

async function settled(): Promise<void> {
  while (metricIn(await server.metrics(), "sentinel_otlp_lag_seconds") > 0) await pause(100);
  await pause(1_000);
}

for (let sent = 0; sent < BEFORE; sent += 50_000) {
  const start = Date.now() - 2 * HOUR_MS - sent * 2;
  for (const body of load("protobuf", { count: 100, size: 500, start, seed: 10 + sent / 50_000 }))
    await post(body);
}
await settled();
answered_ms.length = 0;

const count = Math.ceil((RATE * SECONDS) / SIZE);
const bodies = load("protobuf", { count, size: SIZE, start: Date.now() - RATE * SECONDS * 2 - 60_000 });
const before = await server.metrics();
const began = performance.now();
const posts: Promise<void>[] = [];
for (const [index, body] of bodies.entries()) {
  const due = began + (index * SIZE * 1_000) / RATE;
  if (due > performance.now()) await pause(due - performance.now());
  posts.push(post(body));
}
await Promise.all(posts);
const took = (performance.now() - began) / 1_000;
await settled();
const after = await server.metrics();
await server.stop();

const since = (name: string) => metricIn(after, name) - metricIn(before, name);
const both = (name: string, labels?: string) =>
  [0.5, 0.99].map((share) => quantile(share, [before, after], name, labels)).join(", p99 ");
const late = answered_ms.toSorted((one, other) => one - other);
const at = (share: number) => Math.round(late[Math.floor(late.length * share)] ?? 0);
print("sent and acknowledged", `${Math.round((count * SIZE) / took)} spans/s for ${took.toFixed(1)} s`);
const cpu = since("process_cpu_seconds_total");
print("server", `${Math.round((cpu / (count * SIZE)) * 1e6)} us CPU a span`);
print("acknowledged", `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
print("in the lake", `p50 ${both("sentinel_otlp_landed_seconds")}`);
for (const detector of STREAM ? DETECTORS : []) {
  const labels = `detector="${detector}"`;
  const judgements = since(`sentinel_stream_duration_seconds_count{${labels}}`);
  const seconds = since(`sentinel_stream_duration_seconds_sum{${labels}}`);
  const mean = Math.round((seconds / judgements) * 1_000);
  print(
    detector,
    `p50 ${both("sentinel_stream_lag_seconds", labels)}; ${judgements} judgements of ${mean} ms`,
  );
}
