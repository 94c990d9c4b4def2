/**
 * A Langfuse server with so many observations, in a process of its own, so that its work is not measured as anyone else's.
 * Started by `startVendor`; it tells its address, and is told by messages how long a page takes and when there is more.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { observationRows } from "./rows.ts";

/** `rows` lie between 14 days and seven hours ago; `increment` more within the last hours, shown when `more` is true. */
export type Setting = { latency_ms: number; more: boolean };

const [rows = 0, increment = 0] = process.argv.slice(2).map(Number);
const HOUR_MS = 3_600_000;
const now = Date.now();
const [began, settled] = [now - 14 * 24 * HOUR_MS + HOUR_MS, now - 7 * HOUR_MS];

type Item = { at: string; json: string };

/** In order of time. */
const items: Item[] = Array.from({ length: (rows + increment) / 1_000 }, (_, page) =>
  observationRows(page * 1_000, 1_000, rows).map((row, place) => {
    const number = page * 1_000 + place;
    const at =
      number < rows
        ? began + ((settled - began) * number) / rows
        : settled + 2 * HOUR_MS + (4 * HOUR_MS * (number - rows)) / increment;
    const startTime = new Date(at).toISOString();
    const upstream = {
      id: row["observation_id"],
      traceId: row["trace_id"],
      parentObservationId: row["parent_observation_id"],
      type: row["type"],
      name: row["name"],
      traceName: row["trace_name"],
      level: row["level"],
      statusMessage: null,
      providedModelName: row["model"],
      startTime,
      endTime: new Date(at + Number(row["latency_ms"])).toISOString(),
      latency: Number(row["latency_ms"]) / 1_000,
      input: row["input"],
      output: row["output"],
      usageDetails:
        row["model"] === null
          ? {}
          : { input: row["input_tokens"], output: row["output_tokens"], total: row["total_tokens"] },
      costDetails: row["cost_usd"] === null ? {} : { total: Number(row["cost_usd"]) },
      totalCost: row["cost_usd"] === null ? null : Number(row["cost_usd"]),
      environment: row["environment"],
      release: row["release"],
      version: null,
      promptName: row["prompt_name"],
      promptVersion: row["prompt_version"],
      sessionId: row["session_id"],
      userId: row["user_id"],
      tags: [],
      isRootObservation: row["is_root"],
      metadata: row["metadata"] === null ? null : (JSON.parse(row["metadata"] as string) as unknown),
    };
    return { at: startTime, json: JSON.stringify(upstream) };
  }),
).flat();

/** The place of the first item of the first `count` that is not before `at`. */
function placeOf(at: string, count: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.at ?? "") < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

let setting: Setting = { latency_ms: 0, more: false };
process.on("message", (told: Setting) => {
  setting = told;
  process.send?.({ told });
});
process.on("disconnect", () => process.exit());

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? "/", "http://localhost");
  const count = setting.more ? items.length : rows;
  const low = placeOf(searchParams.get("fromStartTime") ?? "", count);
  const high = Number(searchParams.get("cursor") ?? placeOf(searchParams.get("toStartTime") ?? "9", count));
  const from = Math.max(low, high - Number(searchParams.get("limit")));
  // Newest first, as Langfuse does.
  const data = items.slice(from, high).toReversed();
  const meta = from > low ? { cursor: String(from) } : {};
  const body = `{"data":[${data.map(({ json }) => json).join(",")}],"meta":${JSON.stringify(meta)}}`;
  setTimeout(() => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(body);
  }, setting.latency_ms);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
