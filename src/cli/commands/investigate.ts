import { Command } from "commander";

import { printJson } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printIncident } from "../show-incident.ts";
import { withSentinel } from "../with-sentinel.ts";

export const investigateCommand = () =>
  new Command("investigate")
    .description("explain an incident again, by the model when one is configured")
    .argument("<id>", "the incident")
    .action(async (id: string, options: GlobalOptions) => {
      await withSentinel(options, async (sentinel) => {
        const { investigate } = await import("../../investigate/investigate.ts");
        const incident = await investigate(sentinel.narration(), id);
        if (options.json) printJson(incident);
        else printIncident(incident);
      });
    });
