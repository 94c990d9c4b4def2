import { afterAll, beforeAll, expect, it } from "vitest";

import type { Row } from "../../src/contracts/ingest.ts";
import type { Detection } from "../../src/detect/run.ts";
import { runQuery } from "../../src/queries/run.ts";
import type { World } from "../incidents/world.ts";
import { AT, commit, event, generation, hoursFrom, judge, of, openProducts, sha } from "../detect/product.ts";

const week = hoursFrom(8 * 24, 2);
/** `calls` calls spread over the hour that ended `hour - 1` hours ago. */
const calls = (hour: number, count: number, given: Row = {}) =>
  Array.from({ length: count }, (_, index) => generation(hour - (index + 0.5) / count, given));
/** Four calls an hour in ordinary times, sixty in the last one. */
const retried = (given: Row = {}) => [
  ...week.flatMap((hour) => calls(hour, 4, { cost_usd: "0.05" })),
  ...calls(1, 60, { cost_usd: "0.05", ...given }),
];
const errors = (given: Row = {}) => [
  ...hoursFrom(8 * 24, 2, 12).map((hour) => event(hour - 0.5, given)),
  ...Array.from({ length: 40 }, (_, index) => event(1 - (index + 0.5) / 40, given)),
];
const traced = (observations: Row[], events: Row[]) =>
  events.map((row, index) => ({ ...row, trace_id: observations.at(-1 - (index % 50))?.["trace_id"] }));

let world: World;
let detection: Detection;
beforeAll(async () => {
  const byTrace = retried();
  const failed = retried({ level: "ERROR" });
  const grown = week
    .flatMap((hour) => calls(hour, 20, { cost_usd: "0.05" }))
    .concat(calls(1, 80, { cost_usd: "0.05" }));
  world = await openProducts({
    cascade: {
      observations: byTrace,
      events: traced(byTrace, errors()),
      commits: [commit("cascade", 1, 1.2), commit("cascade", 2, 0.9)],
    },
    tagged: { observations: retried(), events: errors({ agent: "triage" }) },
    released: { observations: retried({ release: "v2" }), events: errors({ release: "v2" }) },
    service: { observations: retried(), events: errors(), commits: [commit("service", 1, 200)] },
    untied: { observations: retried(), events: errors() },
    marked: {
      observations: [
        ...week.flatMap((hour) => calls(hour, 4, { cost_usd: "0.05" })),
        ...calls(1, 60, { cost_usd: "0.05", level: "ERROR" }),
      ],
    },
    // Langfuse marks the failed call, and Sentry has its exception.
    both: {
      observations: failed,
      events: failed
        .filter(({ level }) => level === "ERROR")
        .map((row) => event(0, { occurred_at: row["started_at"], trace_id: row["trace_id"] })),
    },
    counted: {
      observations: retried({ release: "v2" }),
      issues: [
        {
          issue_id: "77",
          title: "TimeoutError",
          level: "error",
          event_count: 60,
          first_seen_at: new Date(Date.parse(AT) - 3_500_000).toISOString(),
          last_seen_at: AT,
          first_release: "v2",
          last_release: "v2",
        },
      ],
    },
    // Four times the traffic with the same failing tenth of it.
    traffic: {
      observations: grown,
      events: grown
        .filter((_, index) => index % 5 === 0)
        .map((row) => event(0, { occurred_at: row["started_at"], trace_id: row["trace_id"] })),
    },
    steady: {
      observations: week.concat(1).flatMap((hour) => calls(hour, 4, { cost_usd: "0.5" })),
      events: errors({ agent: "triage" }),
    },
    cheap: {
      observations: retried().map((row) => ({ ...row, cost_usd: "0.001" })),
      events: errors({ agent: "triage" }),
    },
  });
  detection = await judge(world, ["error_cascade"]);
}, 60_000);
afterAll(() => world.close());

it("finds errors and model calls that rise together, with the extra cost", () => {
  const [finding, ...more] = of(detection, "cascade");
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    fingerprint: "triage",
    severity: "critical",
    facts: { errors: 40, errors_tied_by: "same_trace" },
  });
  expect(finding?.cost_usd).toBeCloseTo(2.8, 1);
  expect(finding?.subject).toMatchObject({ agents: ["triage"], issue_ids: ["4001"] });
});

it("blames the change before onset and not the one that may be its repair", () => {
  expect(of(detection, "cascade")[0]?.blame).toMatchObject({ sha: sha(1) });
});

it.each([
  ["tagged", "agent_tag"],
  ["released", "same_release"],
  ["service", "same_service"],
])("ties errors of a %s product by %s", (product, link) => {
  expect(of(detection, product)[0]?.facts).toMatchObject({ errors_tied_by: link });
});

it("counts a failure once that Langfuse and Sentry both saw", () => {
  expect(of(detection, "both")[0]?.facts).toMatchObject({ errors: 60, sentry_errors: 60 });
  expect(of(detection, "both")[0]?.title).toContain("60 errors");
});

it("counts observations of level ERROR, and issues whose events are not stored", () => {
  expect(of(detection, "marked")[0]?.facts).toMatchObject({ errors: 60, sentry_errors: 0 });
  expect(of(detection, "counted")[0]?.facts["sentry_errors"]).toBeGreaterThanOrEqual(30);
});

it.each([
  ["untied", "errors are merely near in time"],
  ["traffic", "traffic grows and a constant part of it fails"],
  ["steady", "errors rise and model calls do not"],
  ["cheap", "the extra cost is a few cents"],
])("is quiet about a %s product: %s", (product) => {
  expect(of(detection, product)).toEqual([]);
});

it("counts an event once per agent, whatever ties it, and multiplies no money", async () => {
  const since = { since: "2026-03-02T11:00:00Z", until: AT, history_days: 1 };
  const { rows } = await runQuery(world, "error_cascade", since, new Date(AT));
  const lastHour = rows.filter(
    (row) => row["connection"] === "cascade" && String(row["from_at"]) >= "2026-03-02T11:00",
  );
  const sum = (column: string) => lastHour.reduce((total, row) => total + Number(row[column]), 0);
  expect(sum("sentry_errors")).toBe(40);
  expect(sum("generations")).toBe(60);
  expect(sum("cost_usd")).toBeCloseTo(3, 6);
});
