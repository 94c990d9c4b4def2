import { Command } from "commander";

import { asTable, print, printJson, say } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { printIncidentList } from "../show-incident.ts";
import { withSentinel } from "../with-sentinel.ts";

export const driftCommand = () => {
  const command = new Command("drift").description(
    "prompt drift: the shape and the scores of what models answer",
  );
  command.addCommand(
    new Command("scan")
      .description(
        "judge every feature of the last 24 hours against its own past, and show the shape of its outputs",
      )
      .action(async (options: GlobalOptions) => {
        await withSentinel(options, async (sentinel) => {
          const { scanDrift } = await import("../../jobs/scan-drift.ts");
          const scan = await scanDrift(sentinel, sentinel.now());
          if (options.json) return printJson(scan);
          print(
            asTable(
              ["connection", "feature", "outputs", "json_share", "keys_in_all", "drift"],
              scan.features,
            ),
          );
          printIncidentList(scan.incidents);
          for (const { connection, reason } of scan.not_judged) {
            if (!options.quiet) say(`not judged${connection === null ? "" : ` (${connection})`}: ${reason}`);
          }
        });
      }),
  );
  return command;
};
