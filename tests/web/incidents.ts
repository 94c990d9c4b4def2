import { expect, it } from "vitest";

import { shown, type World } from "./world.ts";

export function incidentsAreDecided(world: () => World): void {
  it("are found by filter, opened, and taken: the state has who", async () => {
    const page = await world().open("/incidents");
    await page.getByRole("button", { name: /^Task failure/ }).click();
    await page.getByRole("link", { name: /LOAD_ORDERS/ }).click();
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByText("acknowledged", { exact: true }).waitFor();
    await page.getByRole("status").getByText("Acknowledged", { exact: true }).waitFor();
    const [taken] = (await world().incidents()).filter(({ type }) => type === "task_failure");
    expect(taken).toMatchObject({ status: "acknowledged", acknowledged_by: expect.any(String) });
    await page.getByRole("button", { name: "Noise" }).click();
    await expect
      .poll(async () => (await world().incidents()).find(({ id }) => id === taken?.id)?.verdict)
      .toBe("noise");
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("show what another person did, without a reload", async () => {
    const [incident] = (await world().incidents()).filter(({ type }) => type === "agent_loop");
    const page = await world().open(`/incidents/${incident?.id}`);
    await page.getByRole("button", { name: "Acknowledge" }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await world().ask(`/api/incidents/${incident?.id}/resolve`, { note: "the tool answers again" });
    await page.getByText("resolved", { exact: true }).waitFor({ timeout: 10_000 });
    await expect.poll(() => page.getByText(/the tool answers again/).count()).toBe(1);
    await page.context().close();
  });

  it("take a refused decision back, and say why", async () => {
    const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
    const page = await world().open(`/incidents/${incident?.id}`);
    await page.route("**/ack", (route) =>
      route.fulfill({
        status: 409,
        json: { error: { code: "conflict", message: "Ada has it", hint: null } },
      }),
    );
    await page.getByRole("button", { name: "Acknowledge" }).click();
    await page.getByText("Not acknowledged: Ada has it").waitFor();
    await expect.poll(() => page.getByRole("button", { name: "Acknowledge" }).isEnabled()).toBe(true);
    await page.context().close();
  });

  it("prove themselves: a citation opens its evidence, and asking again finds it the same", async () => {
    const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
    const page = await world().open(`/incidents/${incident?.id}`);
    await page.getByRole("button", { name: "Evidence e1" }).first().click();
    await page.getByRole("region", { name: "Rows of evidence e1" }).waitFor();
    expect(new URL(page.url()).searchParams.get("e")).toBe("e1");
    await page.getByRole("button", { name: "Verify" }).click();
    await expect
      .poll(() => page.getByText("still the same", { exact: true }).count(), { timeout: 30_000 })
      .toBe(incident?.evidence.length);
    await page.getByRole("link", { name: "Open in console" }).click();
    await page.getByRole("region", { name: "Rows of the answer" }).waitFor();
    await page.getByText(/^[\d,]+ rows?$/).waitFor();
    expect(await shown(page)).toMatch(/\d+ rows/);
    await page.context().close();
  });
}
