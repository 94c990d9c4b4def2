import { z } from "zod";

import { defineDetector } from "../src/contracts/detector.ts";
import type { Judgement, Severity } from "../src/contracts/finding.ts";
import { elapsed, HOUR_MS, shift, endAfter } from "../src/contracts/moment.ts";
import { Member } from "./blame/service-ties.ts";
import { culpritOfTask, TaskChange } from "./blame/task-change.ts";
import { count } from "./blame/words.ts";
import { failedRun } from "./examples/failed-run.ts";
import { distinct, groupBy, sum } from "./judge/group.ts";

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

const Run = z.object({
  connection: z.string(),
  task: z.string(),
  run_id: z.string().nullable(),
  attempts: z.number(),
  failed_attempts: z.number(),
  state: z.string().nullable(),
  scheduled_at: z.string(),
  failed_at: z.string(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  query_id: z.string().nullable(),
  statement: z.string().nullable(),
  streak: z.number(),
  recovered_at: z.string().nullable(),
});
type Run = z.infer<typeof Run>;

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
      row: Run,
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
      (rows) => judgement(rows, { commits, members }, limits, at),
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

function judgement(
  rows: Run[],
  changes: { commits: z.infer<typeof TaskChange>[]; members: Member[] },
  limits: Limits,
  at: string,
): Judgement {
  const ordered = rows.toSorted(
    (one, other) => elapsed(other.scheduled_at, one.scheduled_at) || one.streak - other.streak,
  );
  const [first, last] = [ordered[0], ordered.at(-1)];
  if (first === undefined || last === undefined) throw new Error("a failed task has at least one run");
  const { connection, task, recovered_at } = last;
  const culprit = culpritOfTask(changes, { connection, task, onset: first.failed_at }, limits.blame_hours);
  const runs = count(ordered.length, "run");
  const cause = firstLine(last.error_message) || last.error_code || "no error message";
  // Runs may overlap: the one that was due last need not be the one that failed last.
  const failed_last = ordered.reduce(
    (one, { failed_at }) => (failed_at > one ? failed_at : one),
    last.failed_at,
  );
  const window = { from: first.scheduled_at, to: endAfter(failed_last) };
  return {
    key: task,
    fingerprint: task,
    connection,
    severity: severityOf(last, limits),
    title: `${task} failed in ${runs}${recovered_at === null ? "" : " and has recovered"}: ${cause}`,
    window,
    subject: { tasks: [task], repos: culprit.repos },
    cost_usd: null,
    cost_usd_per_hour: null,
    facts: {
      task,
      failed_runs: ordered.length,
      failed_attempts: sum(ordered.map(({ failed_attempts }) => failed_attempts)),
      failed_in_a_row: last.streak,
      first_failed_at: first.failed_at,
      last_failed_at: failed_last,
      recovered_at,
      error_code: last.error_code,
      error_message: firstLine(last.error_message),
      query_id: last.query_id,
      no_blame: culprit.no_blame,
    },
    blame: culprit.blame,
    suggested_action: recovered_at === null ? "open_github_issue" : null,
    requires_approval: recovered_at === null,
    evidence: [
      {
        query: "task_failures",
        params: { since: shift(at, -limits.horizon_hours * HOUR_MS), until: at, task },
      },
      ...distinct([last.query_id]).map((query_id) => ({ query: "task_statement", params: { query_id } })),
    ],
  };
}

function severityOf({ recovered_at, streak }: Run, limits: Limits): Severity {
  if (recovered_at !== null) return "info";
  return streak >= limits.high_streak ? "high" : "medium";
}

const firstLine = (text: string | null): string => (text ?? "").split("\n", 1)[0]?.trim().slice(0, 200) ?? "";
