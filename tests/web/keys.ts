import { expect, it } from "vitest";

import type { World } from "./world.ts";

export function keysAreMade(world: () => World): void {
  const may = async (key: string) =>
    (await fetch(`${world().url}/api/coverage`, { headers: { authorization: `Bearer ${key}` } })).status;

  it("are made and shown once, and revoked: the server takes them, and no more", async () => {
    const page = await world().open("/settings?show=keys");
    const make = async (name: string, role: string) => {
      await page.getByRole("button", { name: "Make a key…" }).click();
      await page.getByLabel("Whose key it is").fill(name);
      await page.getByLabel("Role").selectOption(role);
      await page.getByRole("button", { name: "Make it" }).click();
      const text = await page.getByLabel("The key", { exact: true }).inputValue();
      await page.getByRole("button", { name: "I have it" }).click();
      return text;
    };
    // The first one is an admin's, and whoever made it goes on with it.
    const grace = await make("Grace", "admin");
    world().use(grace);
    const linus = await make("Linus", "viewer");
    expect(await may(linus)).toBe(200);
    expect(await page.getByText(linus).count()).toBe(0);
    await page.getByRole("button", { name: "Revoke… Linus" }).click();
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await page.getByText("The key of Linus is revoked").waitFor();
    expect(await may(linus)).toBe(401);

    // A session that ends in the middle of work: the work is still there after signing in again.
    await page.goto(`${world().url}/settings?of=task_failure`);
    await page.getByLabel("High streak").fill("9");
    await page.context().clearCookies();
    await page.getByRole("button", { name: "See what would have fired" }).click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    await dialog.getByLabel("API key").fill(grace);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await page.getByLabel("High streak").inputValue()).toBe("9");
    await page.context().close();
  });
}
