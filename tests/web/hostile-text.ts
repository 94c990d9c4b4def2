import { expect, it } from "vitest";

import { BETWEEN, PAYLOADS } from "./hostile-seed.ts";
import { someTrace } from "./links.ts";
import { shown, type World } from "./world.ts";

/** Each of the places that attacks come from, one attack in a row. */
const CARRIERS = [
  "select distinct unnest(string_split(text, ' § ')[2:]) as x from slack_messages where text like '%§%'",
  "select distinct unnest(string_split(message, ' § ')[2:]) as x from github_commits where message like '%§%'",
  "select distinct split_part(title, ' § ', 2) as x from sentry_issues where title like '%§%'",
  "select distinct split_part(output, ' § ', 2) as x from langfuse_observations where type = 'GENERATION' and output like '%§%'",
  "select distinct split_part(status_message, ' § ', 2) as x from langfuse_observations where type = 'TOOL' and output like '%§%'",
];

/** A page draws runs of spaces as one and nothing for what has no width; Slack's own entities are read when synced. */
const readable = (text: string) =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .replaceAll(/\s+/g, " ");

export function hostileTextIsText(world: () => World): void {
  it("is shown letter by letter and never becomes part of the page", async () => {
    const [incident] = (await world().incidents()).filter(({ connection }) => connection === "storm");
    const ids = incident?.evidence.map(({ id }) => id).join(",");
    const one = encodeURIComponent(
      PAYLOADS.slice(0, 60)
        .map((payload) => `select '${payload.replaceAll("'", "''")}' as x`)
        .join(" union all "),
    );
    const page = await world().open("/");
    // Whether the policy had to stop something: nothing may get as far as that.
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ blockedURI, effectiveDirective }) => {
        document.documentElement.dataset["stopped"] = `${effectiveDirective} ${blockedURI}`;
      });
    });
    const attack = encodeURIComponent(PAYLOADS[0] ?? "");
    const behind = encodeURIComponent(`${BETWEEN}${PAYLOADS[0] ?? ""}`);
    const carriers = CARRIERS.map((sql) => `/sql?sql=${encodeURIComponent(sql)}`);
    const carried: string[] = [];
    for (const path of [
      ...carriers,
      "/",
      "/incidents",
      `/incidents/${incident?.id}?e=${ids}`,
      "/approvals?show=all",
      "/approvals?show=audit",
      `/forensics/${incident?.id}`,
      `/forensics/${incident?.id}?as=table`,
      `/forensics/${incident?.id}?as=difference&measure=errors`,
      `/traces/${await someTrace(world(), "storm")}`,
      `/traces/${attack}`,
      `/sql?sql=${one}`,
      `/sql?sql=${one}&as=chart`,
      `/incidents?q=${attack}`,
      `/incidents/${attack}`,
      "/risk?repo=tidewell/orders&pulls=all",
      `/risk?repo=tidewell/orders&file=web/forms/save.ts${behind}`,
      "/risk/tidewell/orders/228",
      `/quality?feature=size-advisor-llm${behind}`,
      `/quality?q=${attack}&feature=${attack}`,
      "/digest?show=preview",
      `/digest/${attack}`,
      `/incidents?at=${incident?.id}`,
      `/settings?of=task_failure&limits=${encodeURIComponent(`high_streak:${PAYLOADS[0] ?? ""}`)}`,
    ]) {
      await page.goto(`${world().url}${path}`);
      const text = await shown(page);
      if (carriers.includes(path)) carried.push(readable(text));
      const became = await page.evaluate(() => ({
        executed: (globalThis as unknown as { executed?: number }).executed,
        stopped: document.documentElement.dataset["stopped"],
        made: document.querySelectorAll(
          "main img, main iframe, main script, main style, main math, main [onerror], main [onload], main [ontoggle], a[href^='javascript']",
        ).length,
      }));
      expect(became, path).toEqual({ made: 0 });
    }
    expect(carried).toHaveLength(CARRIERS.length);
    for (const text of carried) {
      expect(PAYLOADS.filter((payload) => !text.includes(readable(payload)))).toEqual([]);
    }
    await page.context().close();
  });
}
