import { expireApprovals } from "../gate/expire.ts";
import { runApproved } from "../gate/run-approved.ts";
import type { Sentinel } from "../main.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { deliverDue } from "../outbox/deliver.ts";
import { Jobs, type Job } from "./jobs.ts";
import { onCall } from "./on-call.ts";

/** What a server does by itself, each timed and counted. Without `patrols` nothing is fetched and judged. */
export function standingJobs(
  sentinel: Sentinel,
  { metrics, patrols }: { metrics: Metrics; patrols: boolean },
): Jobs {
  const { now, log } = sentinel;
  return new Jobs(jobsOf(sentinel, metrics, patrols), {
    now,
    log,
    ended: (job, { took_ms, error }) =>
      metrics.jobs.observe({ job, outcome: error === null ? "done" : "failed" }, took_ms / 1000),
  });
}

function jobsOf(sentinel: Sentinel, metrics: Metrics, patrols: boolean): Job[] {
  const gate = () => sentinel.gate();
  const act = async () => {
    await runApproved(gate());
    await deliverDue(sentinel.outbox());
    // Logins and settings are recorded without the gate, whose verbs do it themselves.
    await gate().anchor?.();
  };
  const jobs: Job[] = [
    {
      id: "act",
      summary: "Run what was approved, look after what is under way, and send what waits to leave",
      cron: "*/2 * * * * *",
      at_start: true,
      quiet: true,
      work: act,
    },
    {
      id: "expire",
      summary: "End proposals that nobody decided in time, and remind of those that are about to end",
      cron: "0 */30 * * * *",
      at_start: true,
      work: async () => {
        await expireApprovals(gate());
        await deliverDue(sentinel.outbox());
      },
    },
    {
      id: "retention",
      summary: "Let go of rows older than retention_days",
      cron: "0 30 3 * * *",
      at_start: false,
      work: async () => (await sentinel.lake()).retain(sentinel.settings.retention_days, sentinel.now()),
    },
  ];
  if (!patrols) return jobs;
  const patrol: Job = {
    id: "patrol",
    summary: "Fetch what is new, judge it, and propose what to do",
    cron: "0 */15 * * * *",
    at_start: true,
    work: (signal) => onCall(sentinel, metrics, signal),
  };
  return [patrol, ...jobs];
}
