/**
 * How long after its arrival a span has been judged: `npm run build && npx tsx tests/bench/otlp-lag.ts [spans a second] [seconds]
 * [spans before]`. A built server in a process of its own takes requests of 100 spans, as evenly as this process can send them, on
 * top of `spans before` of the last hours. Prints p50 and p99 of each detector, read off the server's own histogram between
 * its buckets. With STREAM=off nothing is judged: what the intake alone costs.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { load } from "./otlp-load.ts";

const RATE = Number(process.argv[2] ?? 10_000);
const SECONDS = Number(process.argv[3] ?? 10);
const BEFORE = Number(process.argv[4] ?? 0);
const SIZE = 100;
const STREAM = process.env["STREAM"] !== "off";
const DETECTORS = ["agent_loop", "cost_spike", "tool_failure"];
const print = (name: string, figure: string) => process.stdout.write(`${name.padEnd(32)} ${figure}\n`);

const folder = mkdtempSync(join(tmpdir(), "sentinel-bench-lag-"));
writeFileSync(join(folder, "settings.json"), JSON.stringify({ detect: { stream: STREAM } }));
const child = spawn(
  process.execPath,
  [resolve("dist/sentinel.js"), "up", "--home", join(folder, "home"), "--port", "0", "--json"],
  {
    cwd: folder,
    env: { PATH: process.env["PATH"], SENTINEL_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit"],
  },
);

async function whereItIs(): Promise<string> {
  let said = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    said += String(chunk);
    if (said.includes("}")) return (JSON.parse(said) as { url: string }).url;
  }
  throw new Error("the server did not start");
}

const url = await whereItIs();
const headers = { "content-type": "application/x-protobuf", "content-encoding": "gzip" };

async function post(body: Buffer): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/v1/traces`, { method: "POST", headers, body: new Uint8Array(body) });
    await answer.arrayBuffer();
    if (answer.status === 200) return;
    await pause(1_000);
  }
}

// A connection of its own: an idle one may be closed just when it is used again.
const metrics = async () => (await fetch(`${url}/metrics`, { headers: { connection: "close" } })).text();
const numberOf = (text: string, line: string) =>
  Number(
    text
      .split("\n")
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length) ?? 0,
  );

/** Upper ends of buckets, seconds, with how many were not above. */
function bucketsOf(text: string, detector: string): { le: number; count: number }[] {
  const line = new RegExp(
    `^sentinel_stream_lag_seconds_bucket\\{le="([^"]+)",detector="${detector}"\\} (\\d+)$`,
    "gm",
  );
  return [...text.matchAll(line)].map(([, le, count]) => ({
    le: le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le),
    count: Number(count),
  }));
}

function quantile(share: number, before: string, after: string, detector: string): string {
  const earlier = new Map(bucketsOf(before, detector).map(({ le, count }) => [le, count]));
  const buckets = bucketsOf(after, detector).map(({ le, count }) => ({
    le,
    count: count - (earlier.get(le) ?? 0),
  }));
  const wanted = share * (buckets.at(-1)?.count ?? 0);
  let low = { le: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= wanted && bucket.count > low.count) {
      const part = (wanted - low.count) / (bucket.count - low.count);
      return `${Math.round((low.le + part * (bucket.le - low.le)) * 1_000)} ms`;
    }
    low = bucket;
  }
  return "none";
}

async function settled(): Promise<void> {
  while (numberOf(await metrics(), "sentinel_otlp_lag_seconds") > 0) await pause(100);
  await pause(1_000);
}

const HOUR_MS = 3_600_000;
for (let sent = 0; sent < BEFORE; sent += 50_000) {
  const start = Date.now() - 2 * HOUR_MS - sent * 2;
  for (const body of load("protobuf", { count: 100, size: 500, start, seed: 10 + sent / 50_000 }))
    await post(body);
}
await settled();

const count = Math.ceil((RATE * SECONDS) / SIZE);
const bodies = load("protobuf", { count, size: SIZE, start: Date.now() - RATE * SECONDS * 2 - 60_000 });
const before = await metrics();
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
const after = await metrics();
print("sent and acknowledged", `${Math.round((count * SIZE) / took)} spans/s for ${took.toFixed(1)} s`);
const cpu = numberOf(after, "process_cpu_seconds_total") - numberOf(before, "process_cpu_seconds_total");
print("server", `${Math.round((cpu / (count * SIZE)) * 1e6)} us CPU a span`);
for (const detector of STREAM ? DETECTORS : []) {
  const of = `{detector="${detector}"}`;
  const judgements =
    numberOf(after, `sentinel_stream_duration_seconds_count${of}`) -
    numberOf(before, `sentinel_stream_duration_seconds_count${of}`);
  const seconds =
    numberOf(after, `sentinel_stream_duration_seconds_sum${of}`) -
    numberOf(before, `sentinel_stream_duration_seconds_sum${of}`);
  const lag = [0.5, 0.99].map((share) => quantile(share, before, after, detector));
  print(
    detector,
    `p50 ${lag[0]}, p99 ${lag[1]}; ${judgements} judgements of ${Math.round((seconds / judgements) * 1_000)} ms`,
  );
}
child.kill("SIGTERM");
await new Promise((ended) => child.once("close", ended));
rmSync(folder, { recursive: true, force: true });
