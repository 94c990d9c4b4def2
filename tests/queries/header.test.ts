import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { parseHeader } from "../../src/queries/header.ts";
import { loadLibrary } from "../../src/queries/library.ts";

const HEADER = `-- @question Which traces cost
--            most?
-- @grain    one row per trace
-- @reads    llm_observations, github_commits
-- @optional github_commits
-- @window   at-7d at
-- @param    at       TIMESTAMP moment to judge [default: now]
-- @param    names    VARCHAR[] only these [default: ]
-- @param    trace_id VARCHAR   one trace
-- @returns  cost_usd DECIMAL(38,10) spend
-- @caveat   First.
-- @caveat   Second,
--           longer.
select 1`;

it("reads every tag, on as many lines as it takes", () => {
  expect(parseHeader(HEADER, "a.sql")).toMatchObject({
    question: "Which traces cost most?",
    reads: ["llm_observations", "github_commits"],
    optional: ["github_commits"],
    window: { from: "at-7d", to: "at" },
    params: [
      { name: "at", type: "TIMESTAMP", description: "moment to judge", default: "now" },
      { name: "names", type: "VARCHAR[]", default: "" },
      { name: "trace_id", type: "VARCHAR", default: undefined },
    ],
    returns: [{ name: "cost_usd", type: "DECIMAL(38,10)", description: "spend" }],
    caveats: ["First.", "Second, longer."],
  });
});

it.each([
  ["without its question", HEADER.replace(/-- @question.*\n.*\n/, ""), "needs exactly one @question"],
  [
    "with two grains",
    HEADER.replace("-- @optional", "-- @grain x\n-- @optional"),
    "needs exactly one @grain",
  ],
  ["with a tag that is none", HEADER.replace("@optional", "@maybe"), "@maybe is not a tag"],
  [
    "with a parameter of another type",
    HEADER.replace("VARCHAR   one", "UUID one"),
    "@param trace_id has type UUID",
  ],
  ["with a column that says nothing", HEADER.replace(" spend", ""), "is not: name TYPE description"],
  ["with half a window", HEADER.replace("at-7d at", "at"), "@window takes two words"],
])("refuses a header %s, by file and reason", (_, sql, reason) => {
  expect(() => parseHeader(sql, "queries/a.sql")).toThrow(`the header of queries/a.sql`);
  expect(() => parseHeader(sql, "queries/a.sql")).toThrow(reason);
});

it("names a query by its file and a topic by its folder, and refuses two of one name", () => {
  const root = mkdtempSync(join(tmpdir(), "sentinel-library-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const topic of ["cost", "links"]) mkdirSync(join(root, "queries", topic), { recursive: true });
  writeFileSync(join(root, "queries", "cost", "spend.sql"), HEADER);
  expect(loadLibrary(root).get("spend")).toMatchObject({ id: "spend", topic: "cost" });
  writeFileSync(join(root, "queries", "links", "spend.sql"), HEADER);
  expect(() => loadLibrary(root)).toThrow("two queries are named spend");
  expect(() => loadLibrary(join(root, "cost"))).toThrow("the query library is not at");
});
