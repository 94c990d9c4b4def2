import type { Json, Preconditions } from "../contracts/action.ts";
import { canonical } from "./digest.ts";

const LONGEST = 80;

/** In words: `head_sha was "1f…", is "2e…"`, for each value that differs. */
export function whatChanged(then: Preconditions, now: Preconditions): string {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].toSorted();
  return names
    .filter((name) => told(then[name]) !== told(now[name]))
    .map((name) => `${name} was ${told(then[name])}, is ${told(now[name])}`)
    .join("; ");
}

function told(value: Json | undefined): string {
  if (value === undefined) return "not there";
  const text = canonical(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
