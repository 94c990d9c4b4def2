import { Command } from "commander";

import { EXIT } from "../exit.ts";
import { parseMoment } from "../moments.ts";
import { printJson } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printIncidentList, sayNotJudged } from "../show-incident.ts";
import { withSentinel } from "../with-sentinel.ts";

type Options = GlobalOptions & { at?: string; exitCode?: boolean };

export const detectCommand = () =>
  new Command("detect")
    .description("judge the lake now, or as of a past moment, and record what is found as incidents")
    .argument("[id...]", "only these detectors")
    .option("--at <time>", "the moment to judge")
    .option("--exit-code", "exit with 3 when something was found")
    .action(async (ids: string[], options: Options) => {
      process.exitCode = await withSentinel(options, async (sentinel) => {
        const { patrol } = await import("../../jobs/patrol.ts");
        const at = options.at === undefined ? sentinel.now() : parseMoment(options.at, "--at");
        const result = await patrol(sentinel, at, ids);
        if (options.json) printJson(result);
        else {
          printIncidentList(result.incidents);
          if (!options.quiet) sayNotJudged(result.not_judged);
        }
        return options.exitCode && result.findings.length > 0 ? EXIT.findings : EXIT.done;
      });
    });
