import { Command } from "commander";

import { EXIT } from "../exit.ts";
import { asTable, print, printJson } from "../output.ts";
import type { GlobalOptions } from "../global-options.ts";
import { withSentinel } from "../with-sentinel.ts";

export const doctorCommand = () =>
  new Command("doctor")
    .description(
      "check credentials, scopes, clock, model, disk, port and lock; says cause and fix of each problem",
    )
    .action(async (options: GlobalOptions) => {
      process.exitCode = await withSentinel(options, async (sentinel) => {
        const { examine } = await import("../../doctor/examine.ts");
        const checks = await examine(sentinel);
        if (options.json) printJson({ checks });
        else print(asTable(["check", "state", "what", "fix"], checks));
        return checks.some(({ state }) => state === "failed") ? EXIT.error : EXIT.done;
      });
    });
