import { Command } from "commander";

import { EXIT } from "../exit.ts";
import { parseSince } from "../moments.ts";
import { asTable, print, printJson, say } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel, WRITES } from "../with-sentinel.ts";

type Options = GlobalOptions & { since?: string };

export const syncCommand = () =>
  new Command("sync")
    .description("pull what is new from the connected sources into the lake")
    .argument("[source[.table]...]", "only these: github, sentry.issues, langfuse_scores")
    .option("--since <span>", "how far back: 7d, 12h or an ISO time")
    .addHelpText("after", "\nInterrupt it at any time: the next sync goes on where this one stopped.")
    .action(async (only: string[], options: Options) => {
      process.exitCode = await withSentinel(
        options,
        async (sentinel) => {
          const { pull } = await import("../../jobs/pull.ts");
          const { showProgress } = await import("../progress.ts");
          const stop = new AbortController();
          let ended_by: "SIGINT" | "SIGTERM" | undefined;
          for (const signal of ["SIGINT", "SIGTERM"] as const) {
            // A second one ends the process as if nobody listened.
            process.once(signal, () => {
              ended_by = signal;
              stop.abort();
            });
          }
          const progress = showProgress(options);
          const report = await pull(sentinel, {
            only,
            since: options.since === undefined ? undefined : parseSince(options.since, sentinel.now()),
            signal: stop.signal,
            on: progress.on,
          });
          progress.end();
          if (options.json) printJson(report);
          else {
            const rows = report.connections.flatMap(({ source, connection, tables }) =>
              tables.map((table) => ({ source, connection, ...table })),
            );
            const columns = [
              "source",
              "connection",
              "table",
              "rows",
              "inserted",
              "replaced",
              "failed_slices",
              "rejected",
              "api",
              "error",
            ];
            print(asTable(columns, rows));
          }
          for (const { source, variables } of report.off) {
            if (!options.quiet) say(`${source} is off: set ${variables.join(", ")} to connect it`);
          }
          for (const { source, connection, set, missing } of report.half) {
            say(
              `${source} (${connection}) is half set: ${set.join(", ")} given, ${missing.join(", ")} missing`,
            );
          }
          if (report.ok) return EXIT.done;
          return ended_by === undefined ? EXIT.partial : EXIT[ended_by];
        },
        WRITES,
      );
      // The lake is closed and all is said. Timers of the vendors' own clients outlive an abort; nobody waits for them.
      process.stdout.write("", () => process.exit());
    });
