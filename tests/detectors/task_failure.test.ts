import { afterAll, beforeAll, expect, it } from "vitest";

import type { Detection } from "../../src/detect/run.ts";
import type { World } from "../incidents/world.ts";
import { ago, commit, file, judge, of, openProducts, sha, taskRun } from "../detect/product.ts";

let world: World;
let detection: Detection;
beforeAll(async () => {
  world = await openProducts({
    once: { runs: [taskRun(26, "SUCCEEDED"), taskRun(2, "FAILED")] },
    repeated: {
      runs: [
        taskRun(7, "SUCCEEDED"),
        ...[6, 5, 4, 3].flatMap((hour) => [taskRun(hour, "FAILED"), taskRun(hour, "FAILED", { attempt: 2 })]),
      ],
      commits: [
        commit("repeated", 1, 8),
        commit("repeated", 2, 7),
        commit("repeated", 3, 5),
        commit("repeated", 4, 6.5, { message: "load_orders: ignore what the gate says" }),
      ],
      files: [
        file("repeated", 1, 8, "sql/load_orders.sql"),
        file("repeated", 2, 7, "README.md"),
        file("repeated", 3, 5, "sql/load_orders.sql"),
      ],
    },
    recovered: { runs: [taskRun(6, "FAILED"), taskRun(5, "SUCCEEDED")] },
    relapsed: { runs: [taskRun(6, "FAILED"), taskRun(5, "SUCCEEDED"), taskRun(4, "FAILED")] },
    suspended: { runs: [taskRun(2, "FAILED_AND_AUTO_SUSPENDED")] },
    retried: {
      runs: [taskRun(2, "FAILED", { run_id: "r" }), taskRun(2, "SUCCEEDED", { run_id: "r", attempt: 2 })],
    },
    skipped: {
      runs: [taskRun(3, "SKIPPED", { query_id: "" }), taskRun(2, "CANCELLED"), taskRun(1, "SUCCEEDED")],
    },
    old: { runs: [taskRun(30, "FAILED")] },
    early_clock: { runs: [taskRun(2, "FAILED", { completed_at: ago(11) })] },
    overlapping: { runs: [taskRun(4, "FAILED", { completed_at: ago(1) }), taskRun(3, "FAILED")] },
    two_tasks: { runs: [taskRun(2, "FAILED"), taskRun(2, "FAILED", { task: "LOAD_USERS" })] },
  });
  detection = await judge(world, ["task_failure"]);
}, 60_000);
afterAll(() => world.close());

it("folds attempts and repeats into one finding with the failed statement", () => {
  const [finding, ...more] = of(detection, "repeated");
  expect(more).toEqual([]);
  expect(finding).toMatchObject({
    fingerprint: "OPS.RAW.LOAD_ORDERS",
    severity: "high",
    facts: { failed_runs: 4, failed_attempts: 8, failed_in_a_row: 4, error_code: "002003" },
    subject: { tasks: ["OPS.RAW.LOAD_ORDERS"] },
    window: { from: ago(6) },
  });
  const statement = finding?.evidence.find(({ query }) => query === "task_statement");
  expect(statement?.params["query_id"]).toBe(finding?.facts["query_id"]);
});

it("blames the last commit before the first failure that names the task", () => {
  expect(of(detection, "repeated")[0]?.blame).toMatchObject({ sha: sha(1) });
  expect(of(detection, "once")[0]).toMatchObject({ blame: null });
});

it.each([
  ["once", "medium"],
  ["suspended", "medium"],
  ["recovered", "info"],
  ["relapsed", "medium"],
])("judges a task that %s failed as %s", (product, severity) => {
  expect(of(detection, product).map((finding) => finding.severity)).toEqual([severity]);
});

it("tells each task by itself", () => {
  expect(of(detection, "two_tasks").map(({ fingerprint }) => fingerprint)).toEqual([
    "OPS.RAW.LOAD_ORDERS",
    "OPS.RAW.LOAD_USERS",
  ]);
});

it.each(["retried", "skipped", "old"])("is quiet about a %s run", (product) => {
  expect(of(detection, product)).toEqual([]);
});

it("keeps its window whole when a run ended before it was due, or runs overlap", () => {
  const windows = ["early_clock", "overlapping"].map((name) => of(detection, name)[0]?.window);
  expect(windows).toEqual([
    { from: ago(2), to: expect.toSatisfy((to: string) => to > ago(2)) },
    { from: ago(4), to: expect.toSatisfy((to: string) => to > ago(1)) },
  ]);
});
