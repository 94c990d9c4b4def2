import { describe, expect, it } from "vitest";

import { listOf, minute, range } from "../serve-rows.ts";
import { issue, org, walk } from "./org.ts";

describe("Sentry issues", () => {
  it("pages by Link to the end giving each issue once, last seen first, and always names a next page", async () => {
    const { ask, base } = await org({ sentry_issues: range(230).map((index) => issue(index)) });
    const pages = await walk(ask, `${base}/issues/`, { query: "", limit: "100" });
    expect(pages.map((page) => page.length)).toEqual([100, 100, 30]);
    const seen = pages.flat();
    expect(new Set(seen.map((row) => row["id"])).size).toBe(230);
    const times = seen.map((row) => String(row["lastSeen"]));
    expect(times).toEqual(times.toSorted().toReversed());
    const { headers } = await ask(`${base}/issues/`, { query: "title:nothing" });
    expect(headers.get("link")).toMatch(/rel="next"; results="false"; cursor="0:100:0"/);
  });

  it("shows unresolved issues unless asked for all, and searches by words, keys and times", async () => {
    const { ask, base } = await org({
      sentry_issues: [
        issue(1),
        issue(2, { status: "resolved" }),
        issue(30, { level: "fatal", title: "Disk full" }),
      ],
    });
    const ids = async (query: Record<string, string>) =>
      listOf((await ask(`${base}/issues/`, query)).body).map((row) => row["id"]);
    expect(await ids({})).toEqual(["1030", "1001"]);
    expect(await ids({ query: "" })).toEqual(["1030", "1002", "1001"]);
    expect(await ids({ query: "is:resolved" })).toEqual(["1002"]);
    expect(await ids({ query: "!level:fatal is:unresolved" })).toEqual(["1001"]);
    expect(await ids({ query: `lastSeen:>=${minute(20)}` })).toEqual(["1030"]);
    expect(await ids({ query: '"disk full"' })).toEqual(["1030"]);
    expect(await ids({ query: "", project: "nothing" })).toEqual([]);
    expect(await ids({ query: "", project: "7", sort: "new" })).toEqual(["1030", "1002", "1001"]);
  });

  it("takes an issue into a window when it was seen in it", async () => {
    const { ask, base } = await org({ sentry_issues: [issue(0), issue(20), issue(40)] });
    const ids = async (start: number, end: number) =>
      listOf((await ask(`${base}/issues/`, { query: "", start: minute(start), end: minute(end) })).body).map(
        (row) => row["id"],
      );
    // They were seen from minute 0 to 5, 10 to 15 and 20 to 25.
    expect(await ids(12, 20)).toEqual(["1020"]);
    expect(await ids(15, 21)).toEqual(["1040", "1020"]);
    expect(await ids(6, 10)).toEqual([]);
  });

  it("refuses limits above 100, unknown parameters, half a window and broken cursors", async () => {
    const { ask, base } = await org({ sentry_issues: [issue(1)] });
    const bad: Record<string, string>[] = [
      { limit: "101" },
      { per_page: "10" },
      { start: minute(0) },
      { cursor: "abc" },
      { statsPeriod: "1y" },
      { query: "colour:red" },
    ];
    for (const query of bad) {
      expect(await ask(`${base}/issues/`, query)).toMatchObject({
        status: 400,
        body: { detail: expect.any(String) },
      });
    }
  });

  it("serves issues that name no project", async () => {
    const { project: _, ...bare } = issue(1);
    const { ask, base } = await org({ sentry_issues: [bare] });
    expect(listOf((await ask(`${base}/issues/`)).body)).toHaveLength(1);
    expect(listOf((await ask(`${base}/projects/`)).body)).toMatchObject([{ slug: "acme" }]);
  });
});
