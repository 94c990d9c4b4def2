import { expect, it } from "vitest";

import { PAYLOADS } from "./hostile-seed.ts";
import { shown, type World } from "./world.ts";

export function hostileTextIsText(world: () => World): void {
  it("is shown letter by letter and never becomes part of the page", async () => {
    const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
    const ids = incident?.evidence.map(({ id }) => id).join(",");
    const slack = encodeURIComponent("select text from slack_messages limit 200");
    const commits = encodeURIComponent("select message, title from github_commits limit 200");
    const literal = encodeURIComponent(
      PAYLOADS.map((one) => `select '${one.replaceAll("'", "''")}' as x`).join(" union all "),
    );
    const page = await world().open("/");
    // Whether the policy had to stop something: nothing may get as far as that.
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
        document.documentElement.dataset["stopped"] = `${effectiveDirective} ${blockedURI}`;
      });
    });
    const texts: string[] = [];
    for (const path of [
      "/",
      "/incidents",
      `/incidents/${incident?.id}?e=${ids}`,
      "/approvals?show=all",
      "/approvals?show=audit",
      `/sql?sql=${slack}`,
      `/sql?sql=${commits}`,
      `/sql?sql=${literal}`,
      `/sql?sql=${literal}&as=chart`,
      `/incidents?q=${encodeURIComponent(PAYLOADS[0] ?? "")}`,
      `/incidents?at=${incident?.id}`,
      `/settings?of=task_failure&limits=${encodeURIComponent(`high_streak:${PAYLOADS[0] ?? ""}`)}`,
      `/incidents/${encodeURIComponent(PAYLOADS[0] ?? "")}`,
    ]) {
      await page.goto(`${world().url}${path}`);
      texts.push(await shown(page));
      const became = await page.evaluate(() => ({
        executed: (globalThis as unknown as { executed?: number }).executed,
        stopped: document.documentElement.dataset["stopped"],
        made: document.querySelectorAll(
          "main img, main iframe, main script, main style, main math, main [onerror], main [onload], main [ontoggle], a[href^='javascript']",
        ).length,
      }));
      expect(became, path).toEqual({ made: 0 });
    }
    const all = texts.join("\n");
    expect(PAYLOADS.filter((payload) => !all.includes(payload))).toEqual([]);
    await page.context().close();
  });
}
