/**
 * A first sync of 200,000 rows from a vendor that takes 50 ms a page: one page at a time, then in parallel.
 * Prints both, and how soon the first rows can be asked for. Run: npx tsx tests/bench/sync.ts
 */
import { setTimeout as sleep } from "node:timers/promises";

import { json } from "../sync/loopback.ts";
import { modelLake, pull, quick } from "../sync/model/lake.ts";
import { modelTables } from "../sync/model/source.ts";
import { spreadItems } from "../sync/model/items.ts";
import { serveModel, type Ask, type ModelItem, type ModelVendor } from "../sync/model/vendor.ts";

const ROWS = 200_000;
const PAGE = 1_000;
const LATENCY_MS = 50;
const DAYS = 14;
const now = () => new Date("2026-11-22T12:00:00Z");

async function measure(vendor: ModelVendor, page_concurrency: number) {
  await using lake = await modelLake(now, modelTables({ hours: 12 }));
  const limits = { ...quick, history_days: DAYS, page_concurrency, attempt_ms: 30_000, request_ms: 60_000 };
  const began = performance.now();
  const cpu = process.cpuUsage();
  const pages = vendor.log.length;
  const pulling = pull(lake, vendor, now, { tables: ["model_rows"], limits });
  const count = async () =>
    Number((await lake.lake.ask("select count(*) as n from model_rows")).rows[0]?.["n"]);
  while ((await count()) === 0) await sleep(5);
  const first_ms = Math.round(performance.now() - began);
  const report = await pulling;
  if (!report.ok || (await count()) !== ROWS) throw new Error(`not whole: ${JSON.stringify(report)}`);
  const { user, system } = process.cpuUsage(cpu);
  return {
    page_concurrency,
    pages: vendor.log.length - pages,
    first_rows_ms: first_ms,
    whole_ms: report.took_ms,
    cpu_ms: Math.round((user + system) / 1_000),
  };
}

/** The model vendor without its work per request, which would be measured as ours. */
function serveSorted() {
  // Newest first, as the items are made.
  const items = spreadItems(ROWS, DAYS * 24, now());
  const windows = new Map<string, ModelItem[]>();
  const within = ({ from, to }: Ask) => {
    const found = windows.get(from + to) ?? items.filter(({ at }) => at >= from && at < to);
    windows.set(from + to, found);
    return found;
  };
  return serveModel({
    items: [],
    latency_ms: LATENCY_MS,
    fault(ask, response) {
      const start = Number(ask.cursor ?? 0);
      const wanted = within(ask);
      const more = start + PAGE < wanted.length ? { next: String(start + PAGE) } : {};
      json(response, { items: wanted.slice(start, start + PAGE), ...more });
      return true;
    },
  });
}

export async function run(): Promise<void> {
  const vendor = await serveSorted();
  const serial = await measure(vendor, 1);
  const parallel = await measure(vendor, 8);
  await vendor.close();
  const share = parallel.whole_ms / serial.whole_ms;
  process.stdout.write(`${JSON.stringify({ serial, parallel, share: Number(share.toFixed(2)) }, null, 2)}\n`);
}
