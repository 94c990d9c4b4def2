/**
 * How fast spans become rows: `npm run build && npx tsx tests/bench/otlp.ts [spans]`. A built server in a process of its own takes
 * packed requests of 500 spans, protobuf and JSON, from 8 senders. Prints spans per second until the last acknowledged one can be
 * asked for, the server's CPU time per span, and what decoding costs beside protobufjs.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

import { decodeTraces } from "../../src/receive/otlp/protobuf/decode-traces.ts";
import { REQUESTS } from "../../src/receive/otlp/protobuf/messages.ts";
import { load, type Encoding } from "./otlp-load.ts";

const SPANS = Number(process.argv[2] ?? 100_000);
const SIZE = 500;
const SENDERS = 8;
const START = Date.now() - 3_600_000;
const print = (name: string, figure: string) => process.stdout.write(`${name.padEnd(44)} ${figure}\n`);

const folder = mkdtempSync(join(tmpdir(), "sentinel-bench-otlp-"));
const child = spawn(
  process.execPath,
  [resolve("dist/sentinel.js"), "up", "--home", join(folder, "home"), "--port", "0", "--no-patrol", "--json"],
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

async function send(
  url: string,
  encoding: Encoding,
  bodies: Buffer[],
): Promise<{ late_ms: number[]; refused: number }> {
  const type = encoding === "json" ? "application/json" : "application/x-protobuf";
  const headers = { "content-type": type, "content-encoding": "gzip" };
  const left = bodies.toReversed();
  const late_ms: number[] = [];
  let refused = 0;
  const sender = async () => {
    for (let body = left.pop(); body !== undefined; body = left.pop()) {
      const began = performance.now();
      const answer = await fetch(`${url}/v1/traces`, { method: "POST", headers, body: new Uint8Array(body) });
      await answer.arrayBuffer();
      late_ms.push(performance.now() - began);
      if (answer.status === 200) continue;
      // What an exporter does: the same again, after the pause that it was told.
      refused += 1;
      left.push(body);
      await pause(1_000 * Number(answer.headers.get("retry-after") ?? 1));
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return { late_ms, refused };
}

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.+)$`, "m").exec(text)?.[1] ?? Number.NaN);
}

const rows = async (url: string): Promise<number> => {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ sql: "select count(*) as n from otel_spans" });
  const answer = await fetch(`${url}/api/sql`, { method: "POST", headers, body });
  return ((await answer.json()) as { rows: { n: number }[] }).rows[0]?.n ?? 0;
};

async function endToEnd(url: string, encoding: Encoding, seed: number): Promise<void> {
  const bodies = load(encoding, { count: SPANS / SIZE, size: SIZE, start: START, seed });
  const before = await rows(url);
  const cpu = await metric(url, "process_cpu_seconds_total");
  const began = performance.now();
  const { late_ms, refused } = await send(url, encoding, bodies);
  const acknowledged = performance.now() - began;
  while ((await rows(url)) < before + SPANS) await pause(20);
  const whole = performance.now() - began;
  const spent = (await metric(url, "process_cpu_seconds_total")) - cpu;
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
    `${Math.round((await metric(url, "process_resident_memory_bytes")) / 2 ** 20)} MiB`,
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

const url = await whereItIs();
await endToEnd(url, "protobuf", 1);
await endToEnd(url, "protobuf", 2);
await endToEnd(url, "json", 3);
child.kill("SIGTERM");
await new Promise((ended) => child.once("close", ended));
rmSync(folder, { recursive: true });
