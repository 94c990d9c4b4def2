import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import type { World } from "../incidents/world.ts";
import { ago, event, generation, hoursFrom, judge, of, openProducts } from "../detect/product.ts";
import { call, inCall, usualCalls } from "./tool-answers.ts";

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
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
