import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import { runQuery } from "../../src/queries/run.ts";
import type { World } from "../incidents/world.ts";
import { ago, AT, generation, judge, of, openProducts } from "../detect/product.ts";
import { run, times, toolCall } from "./agent-calls.ts";

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    loop: { observations: run(times(14, () => ({ name: "retry-search", input: { q: "x" }, output: [] }))) },
    long: { observations: run(times(25, () => ({ name: "retry-search", input: { q: "x" }, output: [] }))) },
    over: {
      observations: run(
        times(14, () => ({ name: "retry-search", input: { q: "x" }, output: [] })),
        {},
        1,
      ),
    },
    shuffled: {
      observations: run(
        times(14, (index) => ({
          input: index % 2 === 0 ? { q: "x", attempt: index } : `{"attempt": ${index}, "q": "x"}`,
          output: { error: "timeout", request_id: `r${index}` },
        })),
      ),
    },
    worded: {
      observations: run(
        times(14, (index) => ({
          input: { q: "x" },
          output: `No results found (try ${index}, ${index * 7} ms)`,
        })),
      ),
    },
    // A job that does not move; only the clock of the tool does.
    clock: {
      observations: run(
        times(14, (index) => ({
          name: "status",
          input: { job: 1 },
          output: { percent: 40, asked: ago(0.25 + (14 - index) / 60), took_ms: index },
        })),
      ),
    },
    unpriced: {
      observations: run(
        times(14, () => ({ input: { q: "x" }, output: [] })),
        { cost_usd: null },
      ),
    },
    cycle: {
      observations: run(
        times(16, (index) => ({ name: index % 2 === 0 ? "open" : "close", input: {}, output: "ok" })),
      ),
    },
    thinking: {
      observations: run(
        times(16, (index) =>
          index % 2 === 0
            ? { name: "think", input: { thought: `idea ${index}` }, output: "" }
            : { name: "book", input: { seat: "1A" }, output: "Error: seat taken" },
        ),
      ),
    },
    spans: {
      observations: run(times(14, () => ({ name: "fetch", input: { u: 1 }, output: "x" }))).map((row) =>
        row["type"] === "TOOL" ? { ...row, type: "SPAN" } : row,
      ),
    },
    // The answer to the fifteenth call never came.
    calls_in_text: {
      observations: times(15, () => ({ input: "", output: "" })).map((_, index) =>
        generation(0.9 - index / 60, {
          trace_id: "run",
          output: toolCall(index),
          input: '[{"role":"tool","content":"none"}]',
        }),
      ),
    },
    same_words: {
      observations: times(14, () => ({ input: "", output: "" })).map((_, index) =>
        generation(0.9 - index / 60, {
          trace_id: "run",
          input: `history ${index}`,
          output: "I will try to open the door once more, please wait.",
        }),
      ),
    },
    two_traces: {
      observations: [
        ...run(
          times(14, () => ({ name: "retry-search", input: { q: "x" }, output: [] })),
          { trace_id: "one" },
        ),
        ...run(
          times(12, () => ({ name: "retry-search", input: { q: "y" }, output: [] })),
          { trace_id: "two" },
        ),
      ],
    },
    after_work: {
      observations: run([
        ...times(60, (index) => ({ input: { page: index }, output: { rows: index } })),
        ...times(12, () => ({ name: "save", input: { id: 1 }, output: "conflict" })),
      ]),
    },
  });
  detection = await judge(world, ["agent_loop"]);
}, 60_000);
afterAll(() => world.close());

it("calls a loop by its tool and number of calls, with cost and velocity", () => {
  const [finding, ...more] = of(detection, "loop");
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    fingerprint: "retry-search x14",
    severity: "high",
    subject: { trace_ids: ["run"], agents: ["triage"], tools: ["retry-search"] },
    suggested_action: "kill_loop",
    requires_approval: true,
    facts: { model_calls_in_two_hours: 14, calls: 14 },
  });
  expect(finding?.facts["cost_velocity_usd_per_minute"]).toBeCloseTo(0.02, 2);
});

it("suggests to kill only what may still run", () => {
  expect(of(detection, "over")).toMatchObject([
    { fingerprint: "retry-search x14", suggested_action: "open_github_issue" },
  ]);
});

it("is critical above twenty model calls in two hours", () => {
  expect(of(detection, "long")).toMatchObject([{ fingerprint: "retry-search x25", severity: "critical" }]);
});

it.each([
  ["shuffled", "search x14"],
  ["worded", "search x14"],
  ["clock", "status x14"],
  ["cycle", "open x8"],
  ["thinking", "book x8"],
  ["spans", "fetch x14"],
  ["calls_in_text", "lookup x14"],
  ["same_words", "answer x14"],
  ["after_work", "save x12"],
])("sees through %s", (product, fingerprint) => {
  expect(of(detection, product).map((finding) => finding.fingerprint)).toEqual([fingerprint]);
});

it("knows no cost where no call has one", () => {
  expect(of(detection, "unpriced")).toMatchObject([{ cost_usd: null, facts: { calls: 14 } }]);
});

it("tells several traces of one agent and tool once", () => {
  expect(of(detection, "two_traces")).toMatchObject([
    { fingerprint: "retry-search x14", facts: { looping_traces: 2 }, subject: { trace_ids: ["one", "two"] } },
  ]);
});

it("names evidence whose rows show the calls", async () => {
  const [first] = of(detection, "shuffled")[0]?.evidence ?? [];
  const { rows } = await runQuery(world, first?.query ?? "", first?.params ?? {}, new Date(AT));
  expect(rows.filter((row) => row["connection"] === "shuffled")).toMatchObject([
    { fingerprint: "search x14", calls: 14, results: 1, generations_seen: 14 },
  ]);
});
