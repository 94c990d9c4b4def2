import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { expect, it } from "vitest";

import type { World } from "./world.ts";

type Settings = { detectors?: { task_failure?: { high_streak?: number } } };

const streakOf = ({ detectors }: Settings) => detectors?.task_failure?.high_streak;

export function settingsAreChanged(world: () => World): void {
  const stored = () => streakOf(JSON.parse(readFileSync(world().settings, "utf8")) as Settings);

  it("show what another threshold would have found, and are saved: in the file and in force", async () => {
    const page = await world().open("/settings");
    await page.getByRole("link", { name: "Task failure" }).click();
    const field = page.getByLabel("High streak");
    await field.fill("2.5");
    await page.getByText("a whole number is needed").waitFor();
    expect(await page.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await field.fill("50");
    await page.getByRole("button", { name: "See what would have fired" }).click();
    // LOAD_ORDERS failed six times in a row: bad enough now, not bad enough then.
    const found = page.getByRole("listitem").filter({ hasText: "LOAD_ORDERS" });
    await found.getByText("changed", { exact: true }).waitFor({ timeout: 60_000 });
    await found.getByText("high before").waitFor();
    expect(stored()).toBeUndefined();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Saved, and in force").waitFor();
    expect(stored()).toBe(50);
    const { settings } = await world().ask<{ settings: Settings }>("/api/settings");
    expect(streakOf(settings)).toBe(50);
    expect(new URL(page.url()).searchParams.has("limits")).toBe(false);
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("are as before when the file was changed meanwhile, and what was written stays to be saved", async () => {
    const page = await world().open("/settings?of=task_failure&limits=high_streak:7");
    await page.route("**/api/settings/limits", (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: "conflict", message: "settings.json was changed meanwhile", hint: null } },
      }),
    );
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Not saved: settings.json was changed meanwhile").waitFor();
    await page.getByText("now 50").waitFor();
    expect(await page.getByLabel("High streak").inputValue()).toBe("7");
    expect(stored()).toBe(50);
    await page.context().close();
  });

  it("say what the doctor finds, run a job, and stop what is automatic", async () => {
    const page = await world().open("/settings?show=sources");
    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByText("project storm").first().waitFor({ timeout: 30_000 });
    await page.getByRole("link", { name: "Policy" }).click();
    await page.getByRole("button", { name: "Stop everything automatic" }).click();
    await page.getByText("stopped", { exact: true }).waitFor();
    const file = join(dirname(world().state), "gate.stop");
    await expect.poll(() => existsSync(file)).toBe(true);
    await page.getByRole("button", { name: "Go on" }).click();
    await expect.poll(() => existsSync(file)).toBe(false);
    await page.getByRole("link", { name: "Jobs" }).click();
    await page.getByRole("button", { name: /Run now.*expire/ }).click();
    await page.getByText("expire is running").waitFor();
    expect(page.faults).toEqual([]);
    await page.context().close();
  });
}
