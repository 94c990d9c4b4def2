import { Command } from "commander";

import { print, printJson } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";

export const reportCommand = () =>
  new Command("report")
    .description(
      "an incident as Markdown: headline, blame, cost, timeline, evidence with the commands to check it",
    )
    .argument("<id>", "the incident")
    .option("--md", "Markdown (the default; --json gives it within a document)")
    .action(async (id: string, options: GlobalOptions) => {
      await withSentinel(options, async (sentinel) => {
        const { reportIncident } = await import("../../investigate/report.ts");
        const markdown = await reportIncident(sentinel.narration(), id, sentinel.now());
        if (options.json) printJson({ id, markdown });
        else print(markdown);
      });
    });
