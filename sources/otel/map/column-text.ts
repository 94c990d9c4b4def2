import type { Attributes, Value } from "../span.ts";
import { knownName } from "./known-names.ts";

/** Characters of one attribute that are kept: a prompt of a million tokens is no evidence that anybody reads. */
export const LONGEST_TEXT = 262_144;

let second = Number.NaN;
let prefix = "";

/** Microseconds as ISO 8601 text. Spans come in the order of their time: the second is mostly that of the last one. */
export function isoOf(us: number): string {
  const whole = Math.floor(us / 1e6);
  if (whole !== second) {
    second = whole;
    prefix = new Date(whole * 1_000).toISOString().slice(0, 20);
  }
  return `${prefix}${String(us - whole * 1e6).padStart(6, "0")}Z`;
}

/** Attributes as JSON text without the two named, and how many of them were cut; null when none are left. */
export function attributesJson(
  attributes: Attributes,
  one: string | undefined,
  other: string | undefined,
): { json: string | null; cut: number } {
  let json = "";
  let cut = 0;
  for (const name in attributes) {
    const value = attributes[name];
    const long = typeof value === "string" && value.length > LONGEST_TEXT;
    if (long) cut += 1;
    if (value === undefined || name === one || name === other) continue;
    const kept = long ? value.slice(0, LONGEST_TEXT) : value;
    json += (json === "" ? "{" : ",") + knownName(name).json + jsonOf(kept);
  }
  return { json: json === "" ? null : `${json}}`, cut };
}

/** Most values are numbers, of which the JSON text is the plain one: infinities never come as numbers. */
const jsonOf = (value: Value): string => (typeof value === "number" ? String(value) : JSON.stringify(value));
