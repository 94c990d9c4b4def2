/** What Sentinel does by itself, all week. */
import { expireApprovals } from "../gate/expire.ts";
import { runApproved } from "../gate/run-approved.ts";
import type { Sentinel } from "../main.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { deliverDue } from "../outbox/deliver.ts";
import { WEEKDAYS } from "../reports/digest/settings.ts";
import { settleMerges } from "../risk/merges-to-measure.ts";
import { afterPatrol } from "./after-patrol.ts";
import { assessAsked } from "./assess-asked.ts";
import { runDigest } from "./digest.ts";
import type { JobSettings } from "./job-settings.ts";
import type { Job } from "./job.ts";
import { onCall } from "./on-call.ts";
import { forgetRuns } from "./read-runs.ts";
import { scanDrift } from "./scan-drift.ts";
import { updateRisk } from "./update-risk.ts";

/** `measured` is told what a patrol fetched and judged. */
export function standingJobs(
  sentinel: Sentinel,
  measured: Pick<Metrics, "synced" | "patrolled"> = { synced: () => undefined, patrolled: () => undefined },
): Job[] {
  return [...patrols(sentinel, measured), ...measures(sentinel), ...duties(sentinel)];
}

/** Of a server that does not patrol: what it would judge and measure by itself runs when somebody asks. */
export function quietJobs(sentinel: Sentinel): Job[] {
  return [...measures(sentinel).map((job) => ({ ...job, asked_only: true })), ...duties(sentinel)];
}

const at = (sentinel: Sentinel, job: Exclude<keyof JobSettings, "time_zone">) => () => {
  const { jobs } = sentinel.settings;
  return { cron: jobs[job], time_zone: jobs.time_zone };
};

/** The job that fetches and judges. */
function patrols(sentinel: Sentinel, measured: Pick<Metrics, "synced" | "patrolled">): Job[] {
  return [
    {
      id: "patrol",
      summary: "Fetch what is new, judge and explain it, tell people, propose what to do, sample traces",
      schedule: at(sentinel, "patrol"),
      at_first: true,
      work: (signal) => onCall(sentinel, measured, signal),
    },
  ];
}

/** The jobs that look again at what was fetched. */
function measures(sentinel: Sentinel): Job[] {
  return [
    {
      id: "drift",
      summary: "Hold the outputs of every feature against their past, keep the forms they had, tell of drift",
      schedule: at(sentinel, "drift"),
      at_first: true,
      async work() {
        const { features, findings } = await scanDrift(sentinel, sentinel.now(), { tell: true });
        return { rows: features.length, findings: findings.length };
      },
    },
    {
      id: "risk",
      summary: "Measure what merges were followed by, for the files they changed",
      schedule: at(sentinel, "risk"),
      at_first: true,
      async work() {
        const repos = await updateRisk(sentinel, sentinel.now());
        const again_at = await settleMerges(sentinel.state(), sentinel.now());
        const rows = repos.reduce((sum, { measured: merges }) => sum + merges, 0);
        return { rows, ...(again_at && { again_at }) };
      },
    },
  ];
}

/** The jobs that every server has. */
function duties(sentinel: Sentinel): Job[] {
  const gate = () => sentinel.gate();
  return [
    {
      id: "act",
      summary: "Run what was approved, look after what is under way, and send what waits to leave",
      async work() {
        await runApproved(gate());
        await deliverDue(sentinel.outbox());
        // Logins and settings are recorded without the gate, whose verbs do it themselves.
        await gate().anchor?.();
      },
    },
    {
      id: "pulls",
      summary: "Assess pull requests that GitHub told of and that nobody has looked at yet",
      async work() {
        await assessAsked(sentinel);
      },
    },
    {
      id: "expire",
      summary: "End proposals that nobody decided in time, and remind of those that are about to end",
      schedule: at(sentinel, "expire"),
      at_first: true,
      async work() {
        await expireApprovals(gate());
        await deliverDue(sentinel.outbox());
      },
    },
    {
      id: "digest",
      summary:
        "Make, store and send the digest of the week that has ended; make up for missed ones in the archive",
      schedule: () => {
        const { time_zone, weekday, hour } = sentinel.settings.digest;
        return { cron: `0 ${hour} * * ${(WEEKDAYS.indexOf(weekday) + 1) % 7}`, time_zone };
      },
      async work(signal) {
        await afterPatrol(sentinel, signal);
        const { sent, made_up } = await runDigest(sentinel, sentinel.now());
        await deliverDue(sentinel.outbox());
        return { rows: made_up.length + (sent ? 1 : 0) };
      },
    },
    {
      id: "retention",
      summary: "Let go of rows older than retention_days, and of records of jobs older than 60 days",
      schedule: at(sentinel, "retention"),
      async work() {
        const { settings, now } = sentinel;
        const lake = await sentinel.lake();
        const deleted = await lake.retain(settings.retention_days, now());
        const forgotten = await forgetRuns(sentinel.state(), now());
        return { rows: Object.values(deleted).reduce((sum, rows) => sum + rows, forgotten) };
      },
    },
  ];
}
