import { Command } from "commander";

import { asTable, print, printJson, say } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";

export const sampleCommand = () =>
  new Command("sample")
    .description("which traces of the last 24 hours are worth a look, why, and whether findings bear it out")
    .action(async (options: GlobalOptions) => {
      await withSentinel(options, async (sentinel) => {
        const { sample } = await import("../../jobs/sample.ts");
        const samplings = await sample(sentinel, sentinel.now());
        if (options.json) return printJson({ samplings });
        print(
          asTable(
            ["connection", "traces", "kept", "dropped_share", "named", "recall", "reasons"],
            samplings.map((sampling) => ({ ...sampling, reasons: words(sampling.reasons) })),
          ),
        );
        for (const { connection, missed, uncovered } of samplings) {
          for (const { trace_id, detector, fingerprint } of missed)
            say(`dropped (${connection}): ${trace_id}, which ${detector} ${fingerprint} names`);
          for (const { table, from, to } of uncovered)
            if (!options.quiet)
              say(`incomplete (${connection}): ${table} was not fetched from ${from} to ${to}`);
        }
      });
    });

const words = (reasons: Record<string, number>): string =>
  Object.entries(reasons)
    .filter(([, traces]) => traces > 0)
    .map(([reason, traces]) => `${reason} ${traces}`)
    .join(", ");
