import { expect, it } from "vitest";

import type { Quality } from "../../web/types.ts";
import type { World } from "./world.ts";

export function formsAreAccepted(world: () => World): void {
  const newest = async () => {
    const { features } = await world().ask<Quality>("/api/quality");
    return features.find(({ feature }) => feature === "extract-invoice")?.versions.at(-1);
  };

  it("are scanned, compared, and accepted with a reason that is kept; a refusal is taken back", async () => {
    const page = await world().open("/quality");
    await page.getByRole("button", { name: "Trigger scan" }).click();
    await page.getByText(/features looked at/).waitFor({ timeout: 30_000 });
    await page.getByRole("link", { name: "form of extract-invoice" }).click();
    const form = page.getByRole("article", { name: "Forms of extract-invoice" });
    await form.getByRole("row", { name: /\$\.total .*number always number \| string/ }).waitFor();

    await page.route("**/api/quality/accept", (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: "conflict", message: "Ada was first", hint: null } },
      }),
    );
    const accept = async () => {
      await form.getByRole("button", { name: "Accept the new form…" }).click();
      await page.getByLabel("Why it changed").fill("the new ledger wants text");
      await page.getByRole("button", { name: "Accept", exact: true }).click();
    };
    await accept();
    await page.getByText("Not accepted: Ada was first").waitFor();
    await form.getByText("changed", { exact: true }).waitFor();
    expect((await newest())?.status).toBe("drifted");

    await page.unroute("**/api/quality/accept");
    await accept();
    await form.getByText(/“the new ledger wants text”/).waitFor();
    await expect.poll(async () => (await newest())?.status).toBe("accepted");
    expect((await newest())?.reason).toBe("the new ledger wants text");
    await page.context().close();
  });
}
