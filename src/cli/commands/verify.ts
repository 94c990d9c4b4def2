import { Command } from "commander";

import { asTable, print, printJson } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";

export const verifyCommand = () =>
  new Command("verify")
    .description("run an incident's evidence again: same, changed or gone")
    .argument("<id>", "the incident")
    .action(async (id: string, options: GlobalOptions) => {
      await withSentinel(options, async (sentinel) => {
        const { verifyIncident } = await import("../../incidents/verify-incident.ts");
        const context = { lake: await sentinel.lake(), library: sentinel.library(), state: sentinel.state() };
        const verification = await verifyIncident(context, id, sentinel.now());
        if (options.json) printJson(verification);
        else print(asTable(["id", "query", "outcome", "rows_then", "rows", "reason"], verification.evidence));
      });
    });
