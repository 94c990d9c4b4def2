import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import type { World } from "./world.ts";

export function sqlIsAsked(world: () => World): void {
  it("answers with rows, which a link shows again, as a table and as a chart", async () => {
    const page = await world().open("/sql");
    const editor = page.getByRole("textbox", { name: "SQL statement" });
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText("select 'storm' as place, 41 + 1 as answer, '=2+2' as formula");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("cell", { name: "42" }).waitFor();
    await page.reload();
    await page.getByRole("cell", { name: "42" }).waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    expect(readFileSync(await (await saved).path(), "utf8")).toBe(
      "place,answer,formula\r\nstorm,42,'=2+2\r\n",
    );
    const parquet = page.waitForEvent("download");
    await page.getByRole("button", { name: "Parquet" }).click();
    expect(readFileSync(await (await parquet).path(), "latin1")).toMatch(/^PAR1[^]+PAR1$/);
    await page.getByText("sentinel.parquet holds all 1 row").waitFor();
    await page.getByRole("button", { name: "Chart" }).click();
    await page.getByRole("img", { name: /answer over 1 rows/ }).waitFor();
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("says what is wrong with a statement, and goes on", async () => {
    const page = await world().open("/sql?sql=select+conection+from+llm_cost_hourly");
    await page
      .getByRole("alert")
      .getByText(/conection/)
      .first()
      .waitFor();
    await page.goto(`${world().url}/sql?sql=${encodeURIComponent("drop table llm_cost_hourly")}`);
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Library" }).click();
    await page.getByRole("searchbox", { name: "Search questions" }).fill("agent and model cost");
    await page.getByRole("link", { name: /What did each agent and model cost/ }).click();
    await page.getByRole("textbox", { name: "SQL statement" }).getByText("llm_cost_hourly").waitFor();
    await page.getByRole("button", { name: /^Run/ }).click();
    await expect.poll(() => page.getByText(/^[\d,]+ rows?$/).count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it("stays usable with a million rows, and with a megabyte of hostile text in one cell", async () => {
    const page = await world().open("/sql?sql=select+range+as+n+from+range(1000000)");
    await page.getByText("shown, there are more").waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    await saved;
    await page.getByText("sentinel.csv holds the first 1,000 rows; there are more.").waitFor();
    const megabyte = "select string_agg('<img src=x onerror=window.executed=1>', '') as x from range(30000)";
    await page.goto(`${world().url}/sql?sql=${encodeURIComponent(megabyte)}`);
    await page.getByTitle("1,110,000 characters").waitFor();
    await page.getByRole("button", { name: /^Run/ }).click();
    await page.getByText(/^1 row$/).waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(page.faults).toEqual([]);
    await page.context().close();
  });

  it("ends a slow statement when asked to", async () => {
    const slow =
      "select count(*) from langfuse_observations a, langfuse_observations b, langfuse_observations c";
    const page = await world().open(`/sql?sql=${encodeURIComponent(slow)}`);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: /^Run/ }).waitFor();
    const { rows } = await world().ask<{ rows: unknown[] }>("/api/sql", { sql: "select 1 as one" });
    expect(rows).toEqual([{ one: 1 }]);
    await page.context().close();
  });
}
