import { existsSync, readFileSync } from "node:fs";
import { loadEnvFile } from "node:process";

import { messageOf, SentinelError } from "./errors.ts";

/** Reads one variable; an empty value counts as unset. */
export type Environment = (name: string) => string | undefined;

/**
 * The environment as Sentinel reads it: `.env` in the working folder fills what is unset, and `NAME_FILE` gives
 * the value of `NAME` from a file (how container platforms hand over secrets). Throws `invalid` for a file that
 * cannot be read: starting without the secret would look like a source that is switched off.
 */
export function readEnvironment(): Environment {
  if (existsSync(".env")) loadEnvFile(".env");
  return (name) => process.env[name] || fromFile(name);
}

function fromFile(name: string): string | undefined {
  const path = process.env[`${name}_FILE`];
  if (!path) return undefined;
  try {
    return readFileSync(path, "utf8").trimEnd();
  } catch (error) {
    throw new SentinelError(
      "invalid",
      `${name}_FILE names ${path}, which cannot be read: ${messageOf(error)}`,
      {
        cause: error,
        hint: `make the file readable, or set ${name} itself`,
      },
    );
  }
}
