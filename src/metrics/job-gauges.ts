/** What the state holds of the standing jobs, whichever process ran them. */
import type { Registry } from "prom-client";

import type { State } from "../state/open.ts";
import { readGauge } from "./read-gauge.ts";

export function registerJobGauges(registry: Registry, { state }: { state: () => State }): void {
  readGauge(registry, {
    name: "sentinel_job_runs",
    help: "Runs of the last 60 days by outcome; a missed one had nobody to run it, or to end it",
    labels: ["job", "outcome"],
    async read() {
      const rows = await state()
        .db.selectFrom("job_runs")
        .where("outcome", "is not", null)
        .select(({ fn }) => ["job", "outcome", fn.countAll<number>().as("value")])
        .groupBy(["job", "outcome"])
        .execute();
      return rows.map(({ value, job, outcome }) => ({ labels: { job, outcome: outcome ?? "" }, value }));
    },
  });
  readGauge(registry, {
    name: "sentinel_job_last_done_timestamp_seconds",
    help: "When a job was last done",
    labels: ["job"],
    async read() {
      const rows = await state()
        .db.selectFrom("job_runs")
        .where("outcome", "=", "done")
        .select(({ fn }) => ["job", fn.max("ended_at").as("ended_at")])
        .groupBy("job")
        .execute();
      return rows.map(({ job, ended_at }) => ({ labels: { job }, value: Date.parse(ended_at ?? "") / 1000 }));
    },
  });
  for (const figure of ["rows", "findings"] as const) {
    readGauge(registry, {
      name: `sentinel_job_last_${figure}`,
      help: `The ${figure} of the last run that was done and had any to count`,
      labels: ["job"],
      async read() {
        const { db } = state();
        const newest = db
          .selectFrom("job_runs")
          .where("outcome", "=", "done")
          .where(figure, "is not", null)
          .select(({ fn }) => fn.max("id").as("id"))
          .groupBy("job");
        const runs = await db
          .selectFrom("job_runs")
          .select(["job", figure])
          .where("id", "in", newest)
          .execute();
        return runs.map((run) => ({ labels: { job: run.job }, value: run[figure] ?? 0 }));
      },
    });
  }
}
