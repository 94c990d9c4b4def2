import { Command } from "commander";

import { EXIT } from "../exit.ts";
import type { GlobalOptions } from "../global-options.ts";
import { print, printJson } from "../output.ts";
import { withSentinel, WRITES } from "../with-sentinel.ts";

export const runCommand = () =>
  new Command("run")
    .description("run a standing job now, beside a server too, and record it as the server does")
    .argument("<job>", "patrol, drift, risk, act, pulls, expire, digest or retention")
    .action(async (id: string, options: GlobalOptions) => {
      process.exitCode = await withSentinel(
        options,
        async (sentinel) => {
          const { Jobs } = await import("../../jobs/jobs.ts");
          const { standingJobs } = await import("../../jobs/standing-jobs.ts");
          const { deliverDue } = await import("../../outbox/deliver.ts");
          const { log, now } = sentinel;
          const jobs = new Jobs(standingJobs(sentinel), { state: sentinel.state, now, log });
          const run = await jobs.runToEnd(id);
          // Without a server nobody else sends what the job wrote.
          await deliverDue(sentinel.outbox());
          if (options.json) printJson(run);
          else {
            const figures = [
              `${run.took_ms} ms`,
              ...(run.rows === null ? [] : [`rows ${run.rows}`]),
              ...(run.findings === null ? [] : [`findings ${run.findings}`]),
            ];
            print(`${id} ${run.outcome}: ${run.error ?? figures.join(", ")}`);
          }
          return run.outcome === "done" ? EXIT.done : EXIT.error;
        },
        WRITES,
      );
    });
