import { expect, it } from "vitest";

import type { World } from "./world.ts";

export function risksAreRead(world: () => World): void {
  it("are assessed from the list: the comment is shown, then written, and the gate has both", async () => {
    const page = await world().open("/risk?repo=tidewell/orders");
    await page.getByRole("link", { name: /cancel an order in parts/ }).click();
    await page.getByRole("heading", { name: "The comment as GitHub shows it" }).waitFor();
    await page.getByRole("region", { name: "Table of the comment" }).waitFor();
    await page.getByRole("button", { name: "Assess now…" }).click();
    await page.getByRole("button", { name: "Assess and tell" }).click();
    await page.getByRole("link", { name: "post risk comment" }).waitFor();
    const told = async () => (await world().approvals()).filter(({ incident_id }) => incident_id === null);
    await expect
      .poll(async () => (await told()).map(({ action, status }) => `${action} ${status}`).toSorted())
      .toEqual(["post_risk_comment done", "set_commit_status done"]);
    const comment = (await told()).find(({ action }) => action === "post_risk_comment");
    expect(comment?.args["body"]).toContain("How this was computed");
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("come apart by file, merge by merge, and what has no history says so", async () => {
    const page = await world().open("/risk?repo=tidewell/orders");
    const file = page.getByRole("link", { name: /^tools\/orders\/client\.ts/ });
    await file.click();
    const history = page.getByRole("article", { name: /History of tools\/orders\/client\.ts/ });
    await history.getByRole("row", { name: /reuse the order client/ }).waitFor();
    await history.getByRole("row", { name: /Failed runs .* × 4/ }).waitFor();
    await page.getByLabel("Number of a pull request").fill("227");
    await page.getByRole("button", { name: "Assess" }).click();
    await page.getByRole("heading", { name: "No history for these files" }).waitFor();
    expect(await page.getByText("Not written: it is closed.").count()).toBe(1);
    expect(page.faults).toEqual([]);
    await page.context().close();
  });
}
