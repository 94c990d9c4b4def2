import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Command } from "commander";

import { packageRoot } from "../root.ts";
import { COMMANDS } from "./commands/index.ts";

/** The whole command line. Only names and options are known here; the work is loaded when a command runs. */
export function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
    version: string;
  };
  const program = new Command("sentinel")
    .description(
      "Finds, proves and explains the trouble of an AI product, across the tools that each see a part of it.",
    )
    .version(version)
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError("(--help shows how a command is used)")
    .enablePositionalOptions();
  for (const command of COMMANDS) program.addCommand(withGlobalOptions(command()));
  return program;
}

function withGlobalOptions(command: Command): Command {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .option("--home <dir>", "where the lake and the state are (default: $SENTINEL_HOME, else .sentinel)")
    .option("--settings <file>", "settings file (default: $SENTINEL_SETTINGS, else settings.json)")
    .option("--json", "one JSON document on stdout")
    .option("-q, --quiet", "no progress and no hints on stderr");
  for (const child of command.commands) withGlobalOptions(child);
  return command;
}
