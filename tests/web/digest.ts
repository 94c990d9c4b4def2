import { expect, it } from "vitest";

import type { Archive } from "../../web/types.ts";
import type { World } from "./world.ts";

export function digestsAreRead(world: () => World): void {
  it("are opened from the archive at an address that stays, and the next one is made without being kept", async () => {
    const before = await world().ask<Archive>("/api/digest");
    const [, second] = before.digests;
    const page = await world().open("/digest");
    await page.getByRole("link", { name: new RegExp(second?.dates ?? "") }).click();
    await page.waitForURL(`**/digest/${second?.week}`);
    const sheet = page.getByRole("article");
    await sheet.getByRole("heading", { name: new RegExp(second?.dates ?? "") }).waitFor();
    await sheet.getByRole("link", { name: "coverage" }).last().click();
    await page.getByRole("heading", { name: "Coverage", level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole("link", { name: "Preview of the next" }).click();
    await page.getByText("Nothing of it is stored or sent.").waitFor();
    await page.getByRole("article", { name: "Preview" }).getByText("What broke").waitFor();
    expect(await world().ask("/api/digest")).toEqual(before);
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("that are not there say why", async () => {
    const { present } = await world().ask<Archive>("/api/digest");
    const page = await world().open(`/digest/${present}`);
    await page.getByText("This week is still running").waitFor();
    await page.goto(`${world().url}/digest/2020-W01`);
    await page.getByText("The archive has no digest of week 1 of 2020").waitFor();
    await page.goto(`${world().url}/digest/last`);
    await page.getByText("last is not a week").waitFor();
    expect(await page.getByRole("link", { name: "Preview of the next" }).isVisible()).toBe(true);
    await page.context().close();
  });
}
