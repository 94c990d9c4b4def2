import { knownSecrets } from "./known.ts";
import { SECRET_PATTERNS } from "./patterns.ts";

const REDACTED = "[redacted]";

/**
 * Cuts secrets out of a text that leaves this process: every value in force, in its encoded forms too, and anything
 * shaped like a secret of the usual makes. What is left reads on; text without secrets is returned unchanged.
 */
export function redact(text: string): string {
  const unknown = knownSecrets().reduce((left, { found }) => left.replaceAll(found, REDACTED), text);
  return SECRET_PATTERNS.reduce((left, { found }) => left.replaceAll(found, REDACTED), unknown);
}

/** The same for every string in a JSON-like value; names of fields stay. */
export function redactDeep<T>(value: T): T {
  if (typeof value === "string") return redact(value) as T;
  if (Array.isArray(value)) return value.map(redactDeep) as T;
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redactDeep(inner)])) as T;
}
