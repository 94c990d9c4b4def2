import { afterAll, beforeAll, expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import type { Detection } from "../../src/detect/run.ts";
import { runQuery } from "../../src/queries/run.ts";
import type { World } from "../incidents/world.ts";
import {
  AT,
  ago,
  commit,
  event,
  generation,
  hoursFrom,
  judge,
  of,
  openProducts,
  sha,
  tool,
} from "../detect/product.ts";

const week = hoursFrom(7 * 24, 24, 4);
const rows = JSON.stringify({
  orders: [
    { id: 1, total: 12.5, currency: "EUR" },
    { id: 2, total: 8, currency: "EUR" },
  ],
});
/** A usual week of JSON answers, then the last hours with the outputs given. */
const answers = (
  outputs: (string | null)[],
  usual: (index: number) => string | null = () => rows,
  given: Row = {},
) => [
  ...week.map((hour, index) => tool(hour, { output: usual(index), ...given })),
  ...outputs.map((output, index) =>
    tool(3 - (index / outputs.length) * 2.9, { output, trace_id: `last-${index}`, ...given }),
  ),
];
const repeated = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const failed = "upstream connect error or disconnect/reset before headers. reset reason: connection failure";

/** A usual call in a trace of its own, and the model call that asked for it. */
const call = (hours: number, trace_id: string, given: Row = {}) => [
  generation(hours + 0.01, { trace_id, ended_at: ago(hours + 0.005) }),
  tool(hours, { trace_id, output: rows, ended_at: ago(hours - 0.003), ...given }),
];
const usualCalls = hoursFrom(7 * 24, 25, 6).flatMap((hour) => call(hour, `usual-${hour}`));
const inCall = (hours: number, given: Row) => event(hours - 0.001, given);

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
    linked: { observations: [...usualCalls, ...call(1, "t1")], events: [inCall(1, { trace_id: "t1" })] },
    many: {
      observations: [...usualCalls, ...[1, 2, 3, 4].flatMap((hour) => call(hour, `t${hour}`))],
      events: [1, 2, 3, 4].flatMap((hour) => [
        inCall(hour, { trace_id: `t${hour}` }),
        inCall(hour, { trace_id: `t${hour}` }),
      ]),
    },
    weak: {
      observations: [
        ...usualCalls,
        ...[1, 2, 3, 4].flatMap((hour) => call(hour, `t${hour}`, { release: "v2" })),
      ],
      events: [1, 2, 3, 4].map((hour) => inCall(hour, { agent: "triage", release: "v2" })),
    },
    near: {
      observations: [
        ...usualCalls,
        ...[1, 2, 3, 4].flatMap((hour) => call(hour, `t${hour}`, { release: "v2" })),
      ],
      events: [1, 2, 3, 4].map((hour) => inCall(hour, { release: "v2" })),
    },
    visible: {
      observations: [...usualCalls, ...call(1, "t1", { level: "ERROR" })],
      events: [inCall(1, { trace_id: "t1" })],
    },
    model_failed: {
      observations: [
        ...usualCalls,
        ...call(1, "t1"),
        generation(0.99, { trace_id: "t1", level: "ERROR", ended_at: ago(0.98) }),
      ],
      events: [event(0.985, { trace_id: "t1" })],
    },
    late: { observations: [...usualCalls, ...call(1, "t1")], events: [event(0.8, { trace_id: "t1" })] },
    warned: {
      observations: [...usualCalls, ...call(1, "t1")],
      events: [inCall(1, { trace_id: "t1", level: "warning" })],
    },
    chronic: {
      observations: [...usualCalls, ...call(1, "t1")],
      events: [
        ...hoursFrom(7 * 24, 25, 6).map((hour) => inCall(hour, { trace_id: `usual-${hour}` })),
        inCall(1, { trace_id: "t1" }),
      ],
    },
    now_and_then: {
      observations: [...usualCalls, ...call(1, "t1")],
      events: [
        inCall(25, { trace_id: "usual-30" }),
        inCall(30, { trace_id: "usual-30" }),
        inCall(1, { trace_id: "t1" }),
      ],
    },
    issue_only: {
      observations: [
        ...usualCalls,
        ...call(1, "t1", { release: "v2" }),
        ...call(2, "t2", { release: "v2" }),
        ...call(3, "t3", { release: "v2" }),
      ],
      issues: [1, 2, 3].map((hour) => ({
        issue_id: String(hour),
        title: "KeyError",
        culprit: "tools.search_orders in call",
        level: "error",
        first_seen_at: ago(hour - 0.001),
        last_seen_at: ago(hour - 0.001),
        first_release: "v2",
      })),
    },
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

it("finds a call that looks fine while Sentry saw it fail, by the trace's id", () => {
  expect(of(detection, "linked")).toMatchObject([
    {
      fingerprint: "correlated_failure:search_orders",
      severity: "medium",
      subject: { trace_ids: ["t1"], issue_ids: ["4001"] },
      facts: { tied_by: "same_trace" },
    },
  ]);
});

it("counts a trace once, and calls three traces high", () => {
  expect(of(detection, "many")).toMatchObject([
    { severity: "high", facts: { traces_with_errors: 4, errors: 8 } },
  ]);
});

it("ties by agent tag and release when several traces show it, and by a culprit that names the tool", () => {
  expect(of(detection, "weak")).toMatchObject([
    { facts: { tied_by: "same_release", traces_with_errors: 4 } },
  ]);
  expect(of(detection, "issue_only")).toMatchObject([
    { facts: { tied_by: "same_release", traces_with_errors: 3 } },
  ]);
});

it.each([
  ["one_odd", "one odd answer among ten"],
  ["prose_tool", "a tool that never spoke JSON"],
  ["mixed_tool", "a tool whose errors were always text"],
  ["young_tool", "a tool without history"],
  ["often_empty", "a tool that often finds nothing"],
  ["terse", "a tool whose answers were always short"],
  ["near", "errors that share time and release and name neither agent nor tool"],
  ["visible", "a failure that the trace shows"],
  ["model_failed", "an error of the model call after it"],
  ["late", "an error ten minutes later"],
  ["warned", "a warning"],
  ["chronic", "a tool that always had such errors"],
  ["now_and_then", "one more error of a tool that had one last week"],
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
