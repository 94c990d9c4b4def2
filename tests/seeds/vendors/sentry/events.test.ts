import { describe, expect, it } from "vitest";

import { textAt, valueAt } from "../../../../seeds/row.ts";
import { listOf, minute, range } from "../serve-rows.ts";
import { event, issue, org, walk } from "./org.ts";

describe("Sentry events", () => {
  const tables = {
    sentry_issues: [issue(0), issue(1)],
    sentry_events: range(205).map((index) => event(index)),
  };

  it("lists those of an issue and of a project, short unless asked for whole", async () => {
    const { ask, base } = await org(tables);
    const ofIssue = (await walk(ask, `${base}/issues/1001/events/`)).flat();
    expect(ofIssue).toHaveLength(102);
    expect(ofIssue[0]).not.toHaveProperty("contexts");
    const [whole] = listOf((await ask("/api/0/issues/1001/events/", { full: "true" })).body);
    expect(textAt(whole, "contexts", "trace", "trace_id")).toBe("trace203");
    const ofProject = await walk(ask, "/api/0/projects/acme/shop/events/");
    expect(ofProject.map((page) => page.length)).toEqual([100, 100, 5]);
    expect((await ask("/api/0/projects/acme/other/events/")).status).toBe(404);
    expect((await ask(`${base}/issues/99/events/`)).status).toBe(404);
  });

  it("answers Discover with the fields asked for, in a half-open window", async () => {
    const { ask, base } = await org(tables);
    const field = [
      "id",
      "timestamp",
      "issue.id",
      "issue",
      "project.name",
      "trace",
      "agent",
      "release",
      "tags[environment]",
    ];
    const query = { field, dataset: "errors", sort: "-timestamp", start: minute(10), end: minute(12) };
    const { body } = await ask(`${base}/events/`, query);
    expect(listOf(body, "data")).toEqual([
      {
        id: "e11",
        timestamp: minute(11),
        "issue.id": 1001,
        issue: "SHOP-1",
        "project.name": "shop",
        trace: "trace11",
        agent: "support",
        release: "shop@1",
        "tags[environment]": "production",
      },
      expect.objectContaining({ id: "e10" }),
    ]);
    expect(valueAt(body, "meta", "fields", "issue.id")).toBe("integer");
    const all = await walk(
      ask,
      `${base}/events/`,
      { field: "id", dataset: "errors", per_page: "100" },
      "data",
    );
    expect(new Set(all.flat().map((row) => row["id"])).size).toBe(205);
    const found = await ask(`${base}/events/`, {
      field: "id",
      dataset: "errors",
      query: "issue.id:1000 timestamp:>2026-08-01T03:20:00Z",
    });
    expect(listOf(found.body, "data").map((row) => row["id"])).toEqual(["e204", "e202"]);
  });

  it("refuses Discover without fields, with too many, without a dataset and with aggregates", async () => {
    const { ask, base } = await org(tables);
    const bad = [
      { dataset: "errors" },
      { dataset: "errors", field: range(21).map(String) },
      { field: "id" },
      { dataset: "errors", field: "count()" },
      { dataset: "errors", field: "id", sort: "-timestamp" },
      { dataset: "errors", field: "id", per_page: "101" },
    ];
    for (const query of bad) expect((await ask(`${base}/events/`, query)).status).toBe(400);
  });
});
