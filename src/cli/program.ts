import { Command } from "commander";

import { packageVersion } from "../root.ts";
import { COMMANDS } from "./commands/index.ts";
import type { GlobalOptions } from "./global-options.ts";

/** The whole command line. Only names and options are known here; the work is loaded when a command runs. */
export function createProgram(): Command {
  const program = new Command("sentinel")
    .description(
      "Finds, proves and explains the trouble of an AI product, across the tools that each see a part of it.",
    )
    .version(packageVersion())
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(--help shows how a command is used)")
    .enablePositionalOptions();
  for (const command of COMMANDS) program.addCommand(withGlobalOptions(command()));
  program.hook("preAction", (_, command) => inheritGlobalOptions(command));
  return program;
}

const GLOBAL: (keyof GlobalOptions)[] = ["home", "settings", "json", "quiet"];

/** `incidents show ID --json` and `incidents --json show ID` alike: commander gives the flag to `incidents`. */
function inheritGlobalOptions(command: Command): void {
  for (let outer = command.parent; outer !== null; outer = outer.parent) {
    for (const name of GLOBAL) {
      if (command.getOptionValue(name) === undefined)
        command.setOptionValue(name, outer.getOptionValue(name));
    }
  }
}

function withGlobalOptions(command: Command): Command {
  command
    .exitOverride()
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .option("--home <dir>", "where the lake and the state are (default: $SENTINEL_HOME, else .sentinel)")
    .option("--settings <file>", "settings file (default: $SENTINEL_SETTINGS, else settings.json)")
    .option("--json", "one JSON document on stdout")
    .option("-q, --quiet", "no progress and no hints on stderr");
  for (const child of command.commands) withGlobalOptions(child);
  return command;
}
