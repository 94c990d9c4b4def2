import { expect, it } from "vitest";

import { views } from "./links.ts";
import { shown, type World } from "./world.ts";

type Page = Awaited<ReturnType<World["open"]>>;
type Walk = { missed: string[]; unseen: string[]; round: boolean };

/** Pages that are open at once. */
const AT_ONCE = 4;
/** Presses at most: a page of thousands of rows need not be walked to its end. */
const MOST = 240;
const BATCH = 40;

/** Every page that a link leads to, once; what differs within one is the business of other tests. */
export function everythingIsReached(world: () => World): void {
  it("reaches all that can be used on each page by Tab, shows where it is, and comes round", async () => {
    const left = await views(world());
    const found: unknown[] = [];
    const worker = async () => {
      const page = await world().open("/healthz");
      await page.addInitScript(watchFocus);
      for (let path = left.shift(); path !== undefined; path = left.shift()) {
        await page.goto(`${world().url}${path}`);
        await shown(page);
        const { missed, unseen, round } = await walk(page, path.startsWith("/sql"));
        if (missed.length + unseen.length > 0 || !round) found.push({ path, missed, unseen, round });
      }
      await page.context().close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(found).toEqual([]);
  });
}

/** In an editor Tab indents; Escape before it leaves. */
async function walk(page: Page, editor: boolean): Promise<Walk> {
  for (let presses = 0; presses < MOST; presses += BATCH) {
    const batch: Promise<void>[] = [];
    for (let press = 0; press < BATCH; press += 1) {
      if (editor) batch.push(page.keyboard.press("Escape"));
      batch.push(page.keyboard.press("Tab"));
    }
    await Promise.all(batch);
    const so_far = await page.evaluate(whatWasReached);
    // What arrives late is reached on the next round.
    if (so_far.round && so_far.missed.length === 0) return so_far;
  }
  return page.evaluate(whatWasReached);
}

type Watched = { reached: Set<Element>; unseen: Set<Element>; round: boolean };

/** Runs in the page before its own scripts: notes what gets the focus, and whether that can be seen. */
function watchFocus(): void {
  const watched: Watched = { reached: new Set(), unseen: new Set(), round: false };
  (globalThis as unknown as { watched: Watched }).watched = watched;
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof Element)) return;
    const [first] = watched.reached;
    if (target === first) watched.round = true;
    watched.reached.add(target);
    // A link that covers its whole row shows it on what covers it.
    const styles = [getComputedStyle(target), getComputedStyle(target, "::after")];
    const seen = styles.some(
      ({ outlineStyle, outlineWidth, boxShadow }) =>
        (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none",
    );
    if (!seen) watched.unseen.add(target);
  });
}

/** What can be used and was not reached, and what was reached without a sign of it. */
function whatWasReached(): Walk {
  const { reached, unseen, round } = (globalThis as unknown as { watched: Watched }).watched;
  const USABLE =
    "a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex]:not([tabindex='-1'])";
  const usable = [...document.querySelectorAll(USABLE)].filter(
    (element) => element.checkVisibility() && element.getAttribute("tabindex") !== "-1",
  );
  return {
    missed: round
      ? usable.filter((element) => !reached.has(element)).map(({ outerHTML }) => outerHTML.slice(0, 160))
      : [],
    unseen: [...unseen].map(({ outerHTML }) => outerHTML.slice(0, 160)),
    round,
  };
}
