/** Sentinel over seeds that came through the real adapters, judged, behind its HTTP interface without a port. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadSeeds } from "../../seeds/load.ts";
import { serveVendors } from "../../seeds/vendors/serve.ts";
import { sources } from "../../sources/index.ts";
import { createApp } from "../../src/api/app.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { patrol } from "../../src/jobs/patrol.ts";
import { openSentinel } from "../../src/main.ts";
import { sync } from "../../src/sync/run.ts";

const HOST = "127.0.0.1:8787";
export const NOW = new Date("2026-08-22T09:00:00Z");

export type SeededHouse = Awaited<ReturnType<typeof openSeededHouse>>;

export async function openSeededHouse(names: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-forensics-"));
  const now = () => NOW;
  const seeds = names.flatMap((name) => loadSeeds(join("seeds/incidents", name), NOW));
  const vendors = await serveVendors({ seeds, now });
  const connections = vendors.connections.flatMap(({ name, source: id, config }) => {
    const source = sources.find((one) => one.name === id);
    return source === undefined ? [] : [{ name, source, config }];
  });
  const sentinel = await openSentinel({
    home: join(folder, "home"),
    quiet: true,
    connections,
    environment: () => undefined,
    now,
  });
  const { settings, log } = sentinel;
  const since = new Date(NOW.getTime() - 8 * 86_400_000);
  await sync({ lake: await sentinel.lake(), connections, since, limits: settings.sync, now, log });
  await vendors.close();
  const { incidents } = await patrol(sentinel, NOW, [], {});
  const app = createApp(sentinel);
  return {
    sentinel,
    incident: (connection: string): Incident => {
      const found = incidents.find((one) => one.connection === connection);
      if (found === undefined) throw new Error(`no incident of ${connection}`);
      return found;
    },
    async get(path: string): Promise<{ status: number; body: unknown }> {
      const answer = await app.request(`http://${HOST}${path}`, { headers: { host: HOST } });
      return { status: answer.status, body: await answer.json() };
    },
    async close() {
      await sentinel.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
