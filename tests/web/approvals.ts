import { expect, it } from "vitest";

import type { World } from "./world.ts";

export function approvalsAreDecided(world: () => World): void {
  it("are approved with a reason, and run once against the vendor", async () => {
    const page = await world().open("/approvals");
    await page.getByRole("link", { name: /Open a GitHub issue in tidewell/ }).click();
    const id = new URL(page.url()).searchParams.get("id");
    await page.getByRole("button", { name: "Approve…" }).click();
    await page.getByLabel("Why (optional)").fill("the on-call agrees");
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await page.getByText("the on-call agrees").waitFor();
    const stored = async () => (await world().approvals()).find((one) => one.id === id);
    await expect.poll(async () => (await stored())?.status, { timeout: 15_000 }).toBe("done");
    expect((await stored())?.votes).toMatchObject([
      { vote: "approve", reason: "the on-call agrees", via: "web" },
    ]);
    // The page learns of the end by itself.
    await page.getByText("Ended as").waitFor({ timeout: 10_000 });
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("are not rejected without a reason", async () => {
    const [approval] = (await world().approvals()).filter(({ status }) => status === "proposed");
    const page = await world().open(`/approvals?id=${approval?.id}`);
    await page.getByRole("button", { name: "Reject…" }).click();
    const reject = page.getByRole("button", { name: "Reject", exact: true });
    await reject.click();
    expect(
      await page.getByLabel("Why not").evaluate((field) => (field as HTMLTextAreaElement).validity.valid),
    ).toBe(false);
    await page.getByLabel("Why not").fill("we roll back instead");
    await reject.click();
    await page.getByText("we roll back instead").waitFor();
    expect((await world().approvals()).find(({ id }) => id === approval?.id)?.status).toBe("refused");
    await page.getByRole("link", { name: "Audit log" }).click();
    await page.getByRole("button", { name: "Verify the chain" }).click();
    await page.getByText(/The chain of \d+ entries holds/).waitFor();
    await page.context().close();
  });
}
