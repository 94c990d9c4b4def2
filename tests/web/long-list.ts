import { expect, it } from "vitest";

import type { IncidentCounts } from "../../src/incidents/count-incidents.ts";
import { openState } from "../../src/state/open.ts";
import { fillIncidents } from "../incidents/many-incidents.ts";
import type { World } from "./world.ts";

/** WEB_INCIDENTS=10000: as many as a year of a large house. */
const INCIDENTS = Number(process.env["WEB_INCIDENTS"] ?? 600);
const DAY_MS = 86_400_000;
const MOST_DRAWN = 60;
const STEPS = 120;

type Page = Awaited<ReturnType<World["open"]>>;

/** Milliseconds between frames while it is scrolled a screen at a time. Printed, not judged: machines differ. */
const frames = (page: Page) =>
  page.evaluate(async (steps) => {
    const times: number[] = [];
    let before = performance.now();
    for (let step = 0; step < steps; step += 1) {
      scrollBy(0, innerHeight);
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    return times.toSorted((one, other) => one - other);
  }, STEPS);

export function longListsScroll(world: () => World): void {
  it("counts, filters and scrolls to its end while few of its rows are drawn", async () => {
    const state = openState(world().state);
    await fillIncidents(state, INCIDENTS, new Date(Date.now() - DAY_MS));
    state.close();
    const page = await world().open("/incidents?status=all");
    const rows = page.locator("tbody tr[aria-rowindex]");
    await rows.first().waitFor();
    const all = await world().ask<IncidentCounts>("/api/incident-counts?status=all");
    expect(all.total).toBeGreaterThan(INCIDENTS);
    await page.getByRole("button", { name: `All ${all.total.toLocaleString("en")}` }).waitFor();
    const times = await frames(page);
    const at = (share: number) => times[Math.floor(share * (times.length - 1))]?.toFixed(1);
    process.stdout.write(
      `${all.total} incidents, ${STEPS} screens: frames p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(1)} ms\n`,
    );
    await expect
      .poll(
        async () => {
          await page.keyboard.press("End");
          return rows.last().getAttribute("aria-rowindex");
        },
        { timeout: 30_000, interval: 200 },
      )
      .toBe(String(all.total + 1));
    expect(await rows.count()).toBeLessThan(MOST_DRAWN);

    await page.getByRole("button", { name: /^Critical/ }).click();
    await page.getByRole("button", { name: /^Agent loop/ }).click();
    const some = await world().ask<IncidentCounts>(
      "/api/incident-counts?status=all&severity=critical&type=agent_loop",
    );
    await page.getByRole("status").getByText(`${some.total} incidents shown`).waitFor();
    // j goes further than what was drawn at first, and the preview follows.
    for (let step = 0; step < 25; step += 1) await page.keyboard.press("j");
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? "");
    expect(focused).toMatch(/for the \d+\. time/);
    await page
      .getByRole("complementary", { name: "Preview" })
      .getByRole("heading", { name: focused })
      .waitFor();
    expect(new URL(page.url()).searchParams.get("at")).toMatch(/^inc_/);
    expect(page.faults).toEqual([]);
    await page.context().close();
  });
}
