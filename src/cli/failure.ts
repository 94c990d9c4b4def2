import { CommanderError } from "commander";

import { messageOf, SentinelError } from "../errors.ts";
import { redact } from "../secrets/redact.ts";
import { EXIT, exitCodeOf } from "./exit.ts";
import { printable, say } from "./output.ts";

/** Says on stderr what went wrong and what to do, and gives the exit code. */
export function failed(error: unknown): number {
  // Commander has already printed its own message; only `--help` and `--version` end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof SentinelError) {
    say(`error (${error.code}): ${printable(error.message)}`);
    if (error.hint !== undefined) say(`  hint: ${printable(error.hint)}`);
    return exitCodeOf(error.code);
  }
  say(`error (internal): ${printable(redact(messageOf(error)))}`);
  return EXIT.error;
}
