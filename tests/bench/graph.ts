/** How long a browser takes to lay out 500 nodes, and for how long the page stands still meanwhile. Needs `npm run build`. */
import { createApp } from "../../src/api/app.ts";
import { openSentinel } from "../../src/main.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { serve } from "@hono/node-server";
import type { AddressInfo } from "node:net";

import { launch } from "../web/chromium.ts";
import { largeGraph } from "../web/large-graph.ts";

const RUNS = 5;
const folder = mkdtempSync(join(tmpdir(), "sentinel-graph-"));
const sentinel = await openSentinel({ home: join(folder, "home"), quiet: true, connections: [] });
const server = serve({ fetch: createApp(sentinel).fetch, hostname: "127.0.0.1", port: 0 });
await new Promise((ready) => server.once("listening", ready));
const { port } = server.address() as AddressInfo;
const browser = await launch();
const graph = largeGraph();
for (let run = 0; run < RUNS; run += 1) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.route("**/api/forensics?**", (route) => route.fulfill({ json: graph }));
  await page.addInitScript(() => {
    const longest = globalThis as unknown as { longest: number };
    longest.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.longest = Math.max(longest.longest, duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(`http://127.0.0.1:${port}/forensics?from=2026-03-02T00:00:00Z`);
  await page.locator(".graph-canvas .thing").nth(499).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1_000);
  const took = await page.locator(".graph-canvas").getAttribute("data-took-ms");
  const longest = await page.evaluate(() => (globalThis as unknown as { longest: number }).longest);
  process.stdout.write(
    `${graph.nodes.length} nodes, ${graph.edges.length} links: laid out in ${took} ms; longest task of the page ${Math.round(longest)} ms\n`,
  );
  await page.close();
}
await browser.close();
server.close();
await sentinel.close();
rmSync(folder, { recursive: true, force: true });
