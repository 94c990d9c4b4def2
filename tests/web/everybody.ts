import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { AxeResults } from "axe-core";
import { expect, it } from "vitest";

import { someTrace } from "./links.ts";
import { shown, type World } from "./world.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
type Axe = { axe: { run: (options: { resultTypes: string[] }) => Promise<AxeResults> } };
const THEMES = ["light", "dark"] as const;
/** WEB_AXE=all: each page at each width in each theme. */
const WIDTHS =
  process.env["WEB_AXE"] === "all"
    ? { light: [360, 900, 1440], dark: [360, 900, 1440] }
    : { light: [360], dark: [1440] };

export function everybodyCanUseIt(world: () => World): void {
  it.each(THEMES)(
    "finds nothing serious in its way, and nothing that sticks out, in %s",
    async (colorScheme) => {
      const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
      const [approval] = await world().approvals();
      const paths = [
        "/",
        "/incidents",
        `/incidents/${incident?.id}?e=e1,e2`,
        `/approvals?id=${approval?.id}`,
        "/approvals?show=audit",
        "/sql?sql=select+1+as+one",
        `/forensics/${incident?.id}`,
        `/forensics/${incident?.id}?as=table`,
        `/forensics/${incident?.id}?as=difference`,
        `/traces/${await someTrace(world())}`,
        "/risk?repo=tidewell/orders",
        "/risk/tidewell/orders/228?connection=storm",
        "/quality?feature=extract-invoice",
        "/digest",
        "/coverage?q=sentry",
        "/settings",
        "/settings?of=task_failure&limits=high_streak:no",
        "/settings?show=sources",
        "/settings?show=policy",
        "/settings?show=jobs",
        "/no/such/page",
      ];
      const checked = WIDTHS[colorScheme].map(async (width) => {
        // The page's own policy allows no script but its own; the checker comes beside it.
        const page = await world().open("/", {
          colorScheme,
          bypassCSP: true,
          viewport: { width, height: 800 },
        });
        const found: unknown[] = [];
        for (const path of paths) {
          await page.goto(`${world().url}${path}`);
          await shown(page);
          await page.evaluate(AXE);
          const { violations } = await page.evaluate(() =>
            (globalThis as unknown as Axe).axe.run({ resultTypes: ["violations"] }),
          );
          const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
          found.push(
            ...bad.map(({ id, nodes }) => ({
              path,
              width,
              id,
              at: nodes.map(({ html }) => html).slice(0, 3),
            })),
          );
          const out = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (out > 0) found.push({ path, width, sticks_out: out });
        }
        await page.context().close();
        return found;
      });
      expect((await Promise.all(checked)).flat()).toEqual([]);
    },
  );
}
