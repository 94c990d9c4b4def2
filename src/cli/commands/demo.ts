import { join, resolve } from "node:path";

import { Command } from "commander";

import { packageRoot } from "../../root.ts";
import { printable, printJson, say } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printIncidents, sayNotJudged } from "../show-incident.ts";
import { readPort } from "./up.ts";

type Options = GlobalOptions & { seeds?: string; once?: boolean; port: string };

export const demoCommand = () =>
  new Command("demo")
    .description("a whole run on seeds: loopback vendors, real adapters, detection, incidents; needs no keys")
    .option("--seeds <dir>", "a seed, or a folder of seeds (default: all that come with Sentinel)")
    .option("--once", "end after printing instead of staying up")
    .option("--port <n>", "where it stays up", "8787")
    .action(async (options: Options) => {
      const { runDemo } = await import("../../demo/run-demo.ts");
      const demo = await runDemo({
        seeds: options.seeds === undefined ? join(packageRoot(), "seeds") : resolve(options.seeds),
        home: options.home,
        settings: options.settings,
        quiet: options.quiet,
        say: options.quiet ? () => undefined : say,
      });
      try {
        if (options.json) printJson(demo.report);
        else {
          printIncidents(demo.report.incidents);
          for (const { seed, missing, unexpected } of demo.report.expectations) {
            for (const finding of missing) say(printable(`${seed}: expected ${finding}, not found`));
            for (const finding of unexpected) say(printable(`${seed}: found ${finding}, not expected`));
          }
          if (!options.quiet) sayNotJudged(demo.report.not_judged);
        }
        if (!options.once) await demo.stay(readPort(options.port));
      } finally {
        await demo.close();
      }
    });
