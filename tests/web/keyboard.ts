import { expect, it } from "vitest";

import type { World } from "./world.ts";

export function keyboardIsEnough(world: () => World): void {
  it("walks, opens, searches and changes pages", async () => {
    const page = await world().open("/incidents");
    await page.getByRole("table").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/incidents\/inc_/);
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await page.getByRole("table").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("retry-search");
    await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("page sql");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/sql$/);
    // The editor takes tabs for itself; Escape first gives them back.
    const editor = page.getByRole("textbox", { name: "SQL statement" });
    await editor.focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText(/^[\d,]+ rows?$/).waitFor();
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("decides: snoozes an incident from the dialog", async () => {
    const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
    const page = await world().open(`/incidents/${incident?.id}`);
    await page.getByRole("button", { name: "Snooze…" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "4 hours" }).focus();
    await page.keyboard.press("Space");
    await page.getByText("snoozed", { exact: true }).waitFor();
    await expect
      .poll(async () => (await world().incidents()).find(({ id }) => id === incident?.id)?.status)
      .toBe("snoozed");
    // Focus is back where it was.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Snooze…");
    await page.context().close();
  });
}
