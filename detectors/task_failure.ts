import { z } from "zod";

import { defineDetector } from "../src/contracts/detector.ts";
import { HOUR_MS, shift } from "../src/contracts/moment.ts";
import { Member } from "./blame/service-ties.ts";
import { TaskChange } from "./blame/task-change.ts";
import { failedRun } from "./examples/failed-run.ts";
import { groupBy } from "./judge/group.ts";
import { failedTask, TaskRun } from "./judgements/failed-task.ts";

const Limits = z.object({
  horizon_hours: z
    .int()
    .positive()
    .default(24)
    .describe("Hours before the judged moment that are looked at."),
  high_streak: z
    .int()
    .positive()
    .default(3)
    .describe("Failed runs in a row, not recovered, from which on it is high."),
  blame_hours: z
    .number()
    .positive()
    .default(48)
    .describe("Hours before the first failure within which a commit must lie to be blamed."),
});
type Limits = z.infer<typeof Limits>;

/** Failed Snowflake tasks: attempts and repeats are one finding per task, with the failed statement. */
export const taskFailure = defineDetector({
  id: "task_failure",
  type: "task_failure",
  summary: "A Snowflake task failed, with its statement and error; repeats and retries are told once.",
  limits: Limits,
  inputs: {
    runs: {
      query: "task_failures",
      params: (at: string, limits: Limits) => ({
        since: shift(at, -limits.horizon_hours * HOUR_MS),
        until: at,
      }),
      row: TaskRun,
    },
    commits: {
      query: "commits_before",
      params: (at: string, limits: Limits) => ({
        since: shift(at, -(limits.horizon_hours + limits.blame_hours) * HOUR_MS),
        until: at,
      }),
      row: TaskChange,
      optional: true,
    },
    members: { query: "service_members", params: () => ({}), row: Member, optional: true },
  },
  judge: ({ runs, commits, members }, limits, at) => {
    // A run whose last attempt succeeded was repaired by its own retry, which is what retries are for.
    const failed = runs.filter(({ state }) => state !== "SUCCEEDED");
    return [...groupBy(failed, ({ connection, task }) => JSON.stringify([connection, task])).values()].map(
      (rows) => failedTask(rows, { commits, members }, limits, at),
    );
  },
  blind_spots: [
    "A task that is suspended or never scheduled does not fail; it is silent.",
    "A run that succeeds with wrong or no rows is not seen.",
    "Attempts of a run that succeeded in the end are no finding.",
  ],
  runbook: [
    "Read task_statement with the query id: text, error, time and data read.",
    "Run task_failures over seven days: is it the first failure or one of many?",
    "Fix the statement or its grants, then execute the task once and watch the next scheduled run.",
  ],
  examples: {
    at: "2026-01-08T12:00:00.000Z",
    limits: Limits.parse({}),
    fires: [
      { runs: [failedRun({})], commits: [], members: [] },
      { runs: [failedRun({}), failedRun({ run_id: "2", streak: 2 })], commits: [], members: [] },
    ],
    quiet: [
      { runs: [failedRun({ state: "SUCCEEDED", attempts: 2, streak: 0 })], commits: [], members: [] },
      { runs: [], commits: [], members: [] },
    ],
  },
});
