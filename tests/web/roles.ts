import { expect, it } from "vitest";

import type { World } from "./world.ts";

export function whoMayWhat(world: () => World): void {
  it("asks for a key once there is one, and offers a viewer nothing that it may not do", async () => {
    const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
    const { key } = await world().ask<{ key: string }>("/api/keys", { name: "Ada", role: "viewer" });
    const page = await world().open(`/incidents/${incident?.id}`);
    await page.getByLabel("API key").fill("sk_sentinel_wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("API key").fill(key);
    await page.keyboard.press("Enter");
    // The page that was asked for, not the first one.
    await page.getByRole("button", { name: "Resolve…" }).waitFor();
    expect(await page.getByRole("button", { name: "Resolve…" }).isDisabled()).toBe(true);
    await page.goto(`${world().url}/approvals?show=audit`);
    await page.getByText("Your key may not see the audit log").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("API key").waitFor();
    await page.getByLabel("API key").fill(key);
    await page.keyboard.press("Enter");
    await page.goto(`${world().url}/incidents`);
    await page.getByRole("table").waitFor();
    await world().stop();
    await page.getByText("Not connected").waitFor({ timeout: 15_000 });
    // What was there stays to be read; what is asked for anew says that nobody answers.
    expect(await page.getByRole("table").isVisible()).toBe(true);
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page
      .getByText("The server does not answer.")
      .or(page.getByText("This page failed"))
      .first()
      .waitFor({ timeout: 15_000 });
    await page.context().close();
  });
}
