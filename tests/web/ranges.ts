import { expect, it } from "vitest";

import type { Intake } from "../../web/types.ts";
import type { World } from "./world.ts";

const START = Date.now() - 60_000;

const at = (ms: number) => ({ startTimeUnixNano: `${ms}000000`, endTimeUnixNano: `${ms + 5}000000` });

export function rangesAreOne(world: () => World): void {
  it("are chosen alike in the console and in forensics, kept in the address, and read on the clock that was chosen", async () => {
    const sql = encodeURIComponent("select $to - $from as long");
    const page = await world().open(`/sql?sql=${sql}`, { timezoneId: "Europe/Berlin" });
    await page.getByRole("cell", { name: "1 day", exact: true }).waitFor();
    await page.getByRole("button", { name: "7 days" }).click();
    await page.getByRole("cell", { name: "7 days", exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get("range")).toBe("7d");
    await page.getByText(/^\$from is .* UTC, \$to is .* UTC\.$/).waitFor();
    await page.getByRole("button", { name: /^Times: UTC/ }).click();
    await page.getByText(/^\$from is .* Europe\/Berlin, \$to is .* Europe\/Berlin\.$/).waitFor();
    await page.goto(`${world().url}/forensics`);
    // The choice stays; connections come from the lake.
    const { rows } = await world().ask<{ rows: { connection: string }[] }>("/api/queries/freshness");
    const select = page.getByRole("combobox", { name: "Connection" });
    await expect
      .poll(() => select.getByRole("option").allTextContents())
      .toEqual(["All connections", ...new Set(rows.map(({ connection }) => connection))]);
    await select.selectOption("storm");
    await page.getByRole("button", { name: "3 days" }).click();
    await page.getByText(/ Europe\/Berlin · storm$/).waitFor();
    expect(new URL(page.url()).search).toBe("?connection=storm&range=72h");
    expect(page.faults).toEqual([]);
    await page.context().close();
  });
}

/** Whoever comes back to the page sees it as it is now, and does not wait until it is asked again by itself. */
const comeBack = (page: Awaited<ReturnType<World["open"]>>) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

export function intakeIsSeen(world: () => World): void {
  it("shows what came and what was refused, that nothing lands, and that nobody answers", async () => {
    const page = await world().open("/coverage");
    const card = page.getByRole("region", { name: "Live intake" });
    await card.getByText("Nothing was sent yet").waitFor();
    const span = { traceId: "ab".repeat(16), spanId: "cd".repeat(8), name: "call", kind: 1 };
    const spans = [
      { ...span, ...at(START) },
      { ...span, spanId: "ef".repeat(8), ...at(1) },
    ];
    await world().ask("/v1/traces", { resourceSpans: [{ scopeSpans: [{ spans }] }] });
    // The answer comes when it is on disk; it lands a moment later.
    const status = () => world().ask<Intake>("/api/intake");
    await expect.poll(status).toMatchObject({ spans: 1, lag_ms: null, pending_bytes: 0 });
    await comeBack(page);
    await card.getByText("receiving").waitFor();
    await card.getByText("the start is before 2010").waitFor();
    const held = { ...(await status()), lag_ms: 90_000 };
    await page.route("**/api/intake", (route) => route.fulfill({ json: held }));
    await comeBack(page);
    await card.getByText("held up").waitFor();
    await page.route("**/api/intake", (route) => route.abort());
    await comeBack(page);
    await card.getByText(/The server does not answer/).waitFor();
    await card.getByText("held up").waitFor();
    await card.getByRole("link", { name: "1", exact: true }).click();
    await page.getByText(/^1 row$/).waitFor();
    await page.context().close();
  });
}
