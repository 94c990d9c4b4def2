import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import { runQuery } from "../../src/queries/run.ts";
import type { World } from "../incidents/world.ts";
import { AT, ago, commit, judge, of, openProducts, sha, tool } from "../detect/product.ts";
import { answers, failed, repeated, rows } from "./tool-answers.ts";

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    text: { observations: answers(repeated(8, failed)), commits: [commit("text", 1, 4)] },
    spans: { observations: answers(repeated(8, failed), undefined, { type: "SPAN" }) },
    one_odd: { observations: answers([...repeated(9, rows), failed]) },
    prose_tool: { observations: answers(repeated(8, failed), () => `Order found: ${"x".repeat(60)}`) },
    mixed_tool: {
      observations: answers(repeated(8, failed), (index) =>
        index % 3 === 0 ? `Error: no order, ${"x".repeat(200)}` : rows,
      ),
    },
    young_tool: {
      observations: repeated(8, failed).map((output, index) => tool(1 + index / 10, { output })),
    },
    short: { observations: answers(repeated(8, "[]")) },
    empty: { observations: answers(repeated(8, null)) },
    often_empty: {
      observations: answers(["[]", "[]", rows, "[]", rows, rows], (index) => (index % 2 === 0 ? "[]" : rows)),
    },
    terse: { observations: answers(repeated(8, "{}"), () => '{"ok":true}') },
  });
  detection = await judge(world, ["tool_failure"]);
}, 60_000);
afterAll(() => world.close());

const fingerprints = (product: string) => of(detection, product).map(({ fingerprint }) => fingerprint);

it("finds a JSON tool that answers text, from the first such answer on", () => {
  expect(of(detection, "text")).toMatchObject([
    {
      fingerprint: "schema_failure:search_orders",
      severity: "high",
      window: { from: ago(3) },
      facts: { text_answers: 8, usual_json_percent: 100 },
      subject: { tools: ["search_orders"], agents: ["triage"] },
      blame: { sha: sha(1) },
    },
  ]);
});

it("takes spans for tools where a trace has no tool", () => {
  expect(fingerprints("spans")).toEqual(["schema_failure:search_orders"]);
});

it("finds answers far shorter than usual, and missing ones", () => {
  expect(of(detection, "short")).toMatchObject([
    { fingerprint: "output_anomaly:search_orders", severity: "medium", facts: { short_answers: 8 } },
  ]);
  expect(fingerprints("empty")).toEqual(["output_anomaly:search_orders"]);
});

it.each([
  ["one_odd", "one odd answer among ten"],
  ["prose_tool", "a tool that never spoke JSON"],
  ["mixed_tool", "a tool whose errors were always text"],
  ["young_tool", "a tool without history"],
  ["often_empty", "a tool that often finds nothing"],
  ["terse", "a tool whose answers were always short"],
])("is quiet about %s: %s", (product) => {
  expect(fingerprints(product)).toEqual([]);
});

it("names evidence that shows the failing hours of this tool", async () => {
  const [first] = of(detection, "text")[0]?.evidence ?? [];
  const { rows: shown } = await runQuery(world, first?.query ?? "", first?.params ?? {}, new Date(AT));
  const own = shown.filter((row) => row["connection"] === "text" && row["period"] === "judged");
  expect(own.reduce((sum, row) => sum + Number(row["text_calls"]), 0)).toBe(8);
  expect(own.at(-1)).toMatchObject({ tool: "search_orders", sample: failed });
});
