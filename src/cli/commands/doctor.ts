import { Command } from "commander";

import type { Check } from "../../doctor/check.ts";
import { EXIT } from "../exit.ts";
import { print, printable, printJson } from "../output.ts";
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
        else print(checks.map(told).join("\n"));
        return checks.some(({ state }) => state === "failed") ? EXIT.error : EXIT.done;
      });
    });

/** Not a table: what the vendor said and what to do about it must not be cut. */
function told({ check, state, what, fix }: Check): string {
  const line = `${state.padEnd(STATE_WIDTH)}${check}: ${printable(what)}`;
  return fix === "" ? line : `${line}\n${" ".repeat(STATE_WIDTH)}${printable(fix)}`;
}

const STATE_WIDTH = "warning ".length;
