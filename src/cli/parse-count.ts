import { SentinelError } from "../errors.ts";

/** A whole number of at least one. Throws `usage`. */
export function parseCount(text: string, option: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new SentinelError("usage", `${option} "${text}" is not a whole number of at least 1`);
}
