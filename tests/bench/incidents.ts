/**
 * The list over 10,000 stored incidents: milliseconds per request, within the process. Prints p50 and p99 of each.
 * Run: npx tsx tests/bench/incidents.ts
 */
import { fillIncidents } from "../incidents/many-incidents.ts";
import { openHouse } from "../api/house.ts";

const INCIDENTS = 10_000;
const CALLS = 60;
const PATHS = {
  "first page of the list, 200 rows": "/api/incident-list?limit=200",
  "first page by cost": "/api/incident-list?limit=200&sort=cost",
  "a search over all of them": "/api/incident-list?limit=200&q=support+9",
  "counts along every part of the filter": "/api/incident-counts",
  "first page of whole incidents, 100": "/api/incidents?limit=100",
};

const house = await openHouse({ settings: { server: { requests_per_minute: 1_000_000 } } });
const { key } = await house.key("viewer");
await fillIncidents(house.sentinel.state(), INCIDENTS, house.clock.now);

async function measure(path: string): Promise<{ ms: number; bytes: number }> {
  const began = performance.now();
  const answer = await house.send("GET", path, { key });
  const bytes = (await answer.arrayBuffer()).byteLength;
  if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
  return { ms: performance.now() - began, bytes };
}

for (const [what, path] of Object.entries(PATHS)) {
  const { bytes } = await measure(path);
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) times.push((await measure(path)).ms);
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1);
  process.stdout.write(`${what}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${Math.round(bytes / 1024)} KiB\n`);
}
const whole = await measure("/api/incidents?status=all");
process.stdout.write(
  `all ${INCIDENTS} whole: ${Math.round(whole.ms)} ms, ${Math.round(whole.bytes / 1024)} KiB\n`,
);
await house.close();
