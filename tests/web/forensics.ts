import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import type { Trace, TraceStep } from "../../src/forensics/trace.ts";
import { PAYLOADS } from "./hostile-seed.ts";
import { largeGraph } from "./large-graph.ts";
import { someTrace } from "./links.ts";
import { shown, type World } from "./world.ts";

export function forensicsAreLookedAt(world: () => World): void {
  it("show what is tied to the blamed commit, by keyboard, as a table, and as a picture that runs nothing", async () => {
    const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
    const page = await world().open(`/incidents/${incident?.id}`);
    await page.getByRole("main").getByRole("link", { name: "Forensics" }).click();
    await page.locator(".graph-canvas").waitFor();
    const blamed = page.getByRole("button", { name: /commit · blamed/ });
    await blamed.focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("region", { name: "The chosen thing" });
    await panel
      .getByText(/ after, same release/)
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get("focus")).toBe(`commit:storm:${incident?.blame?.sha}`);
    expect(await page.locator(".thing-faded").count()).toBeGreaterThan(0);
    expect((await panel.innerText()).toLowerCase()).not.toContain("cause");
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "SVG", exact: true }).click();
    const picture = readFileSync(await (await saved).path(), "utf8");
    expect(picture).toContain("<svg");
    expect(picture).not.toMatch(/<(script|img|iframe|a|details|math|style)[\s>]/);
    const painted = page.waitForEvent("download");
    await page.getByRole("button", { name: "PNG", exact: true }).click();
    expect(
      readFileSync(await (await painted).path())
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await page.getByRole("link", { name: "Table" }).click();
    await page.getByRole("row", { name: /blamed/ }).waitFor();
    await panel.getByRole("link", { name: "Open its query" }).click();
    await page.getByText(/^1 row$/).waitFor();
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("lay out 500 things from left to right in time, and go on answering", async () => {
    const graph = largeGraph();
    const page = await world().open("/");
    await page.route("**/api/forensics?**", (route) => route.fulfill({ json: graph }));
    await page.goto(`${world().url}/forensics?from=2026-03-02T00:00:00Z`);
    await expect.poll(() => page.locator(".graph-canvas .thing").count(), { timeout: 30_000 }).toBe(500);
    const places = await page
      .locator(".react-flow__node-thing")
      .evaluateAll((all) => all.map((one) => [one.dataset["id"], one.getBoundingClientRect().left] as const));
    const left = new Map(places);
    const backwards = graph.edges.filter(({ from, to }) => (left.get(from) ?? 0) >= (left.get(to) ?? 0));
    expect(backwards).toEqual([]);
    await page.getByRole("button", { name: /^messages/ }).click();
    await expect.poll(() => page.locator(".graph-canvas .thing").count(), { timeout: 30_000 }).toBe(430);
    await page.context().close();
  });

  it("fold a loop to one line that opens, and show what went through a step, a hostile megabyte too", async () => {
    const trace_id = await someTrace(world());
    const page = await world().open(`/traces/${trace_id}`);
    const megabyte = `${PAYLOADS.join("\n")}\n${"x".repeat(1_000_000)}`;
    await page.route("**/steps/**", (route) =>
      route.fulfill({ json: { connection: "agent-loop", input: megabyte, output: null, metadata: null } }),
    );
    await page.getByRole("button", { name: /retry-search ×14 loop/ }).click();
    expect(new URL(page.url()).searchParams.get("open")).not.toBe(null);
    await page
      .getByRole("button", { name: /^retry-search/ })
      .first()
      .click();
    const all = `Show all ${megabyte.length.toLocaleString("en")} characters`;
    await page.getByRole("button", { name: all, exact: true }).click();
    await page.getByRole("button", { name: "Show the first 4,000 characters" }).waitFor();
    const text = await page.getByRole("region", { name: "Input of the step" }).textContent();
    expect(text).toBe(megabyte);
    expect(await page.evaluate(() => (globalThis as { executed?: number }).executed)).toBe(undefined);
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("keep a trace of 5,000 steps usable, and say of one that is not there what may be the matter", async () => {
    const trace_id = await someTrace(world());
    const real = await world().ask<Trace>(`/api/traces/${trace_id}`);
    const [example] = real.steps;
    const steps = Array.from({ length: 5_000 }, (_, index): TraceStep => ({
      ...(example as TraceStep),
      id: `s${index}`,
      name: `step ${index}`,
      parent_id: null,
    }));
    const chain = steps.map(({ id }) => ({ times: 1, loop: false, steps: [id] }));
    const page = await world().open("/");
    await page.route("**/api/traces/large**", (route) => route.fulfill({ json: { ...real, steps, chain } }));
    await page.goto(`${world().url}/traces/large`);
    const list = page.getByRole("list", { name: "Steps" });
    await list.getByRole("button", { name: /^step 0 / }).click();
    expect(await list.getByRole("listitem").count()).toBeLessThan(100);
    await page.locator(".steps").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await list.getByRole("button", { name: /^step 4999 / }).waitFor();
    await page.goto(`${world().url}/traces/nowhere`);
    await page.getByText("there is no trace nowhere").waitFor();
    expect(await shown(page)).toContain("it was not synced yet");
    await page.context().close();
  });
}
