import { existsSync, readFileSync } from "node:fs";
import { loadEnvFile } from "node:process";

import { messageOf, SentinelError } from "./errors.ts";
import { keepSecret } from "./secrets/known.ts";

/** Reads one variable; an empty value counts as unset. */
export type Environment = (name: string) => string | undefined;

/**
 * The environment as Sentinel reads it: `.env` in the working folder fills what is unset, and `NAME_FILE` gives
 * the value of `NAME` from a file (how container platforms hand over secrets). Throws `invalid` for a file that
 * cannot be read: starting without the secret would look like a source that is switched off.
 */
export function readEnvironment(): Environment {
  if (existsSync(".env")) loadEnvFile(".env");
  for (const [name, value] of Object.entries(process.env)) if (SECRET_NAME.test(name)) keepSecret(value);
  return (name) => process.env[name] || fromFile(name);
}

/** Variables that hold a secret by their name, whoever reads them: what a child or a library prints may carry one. */
const SECRET_NAME = /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|KEY|DSN|PAT)$/;

function fromFile(name: string): string | undefined {
  const path = process.env[`${name}_FILE`];
  if (!path) return undefined;
  try {
    const value = readFileSync(path, "utf8").trimEnd();
    // What comes from such a file is a secret: platforms hand over nothing else that way.
    keepSecret(value);
    return value;
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
