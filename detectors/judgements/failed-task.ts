/** Failed runs of one task as a judgement: how often, since when, with which error and statement. */
import { z } from "zod";

import type { Judgement, Severity } from "../../src/contracts/finding.ts";
import { elapsed, endAfter, HOUR_MS, shift } from "../../src/contracts/moment.ts";
import type { Member } from "../blame/service-ties.ts";
import { culpritOfTask, type TaskChange } from "../blame/task-change.ts";
import { count } from "../blame/words.ts";
import { distinct, sum } from "../judge/group.ts";

type Limits = { horizon_hours: number; high_streak: number; blame_hours: number };

/** A run of a task that failed at least once, as the query `task_failures` gives it. */
export const TaskRun = z.object({
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
type TaskRun = z.infer<typeof TaskRun>;

/** Failed runs of one task, at least one, as a judgement. */
export function failedTask(
  rows: TaskRun[],
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

function severityOf({ recovered_at, streak }: TaskRun, limits: Limits): Severity {
  if (recovered_at !== null) return "info";
  return streak >= limits.high_streak ? "high" : "medium";
}

const firstLine = (text: string | null): string => (text ?? "").split("\n", 1)[0]?.trim().slice(0, 200) ?? "";
