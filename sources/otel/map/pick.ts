import type { Attributes, Value } from "../span.ts";
import type { Field } from "./attribute-names.ts";
import { knownName } from "./known-names.ts";

/** What the attributes of a span say, under one name each. */
export type Picked = {
  values: Partial<Record<Field, Value>>;
  /** The attributes that the values of `input` and `output` came from. */
  sources: { input?: string; output?: string };
  /** Attributes of messages that come in parts: what follows the prefix, and the value. */
  parts: { field: "input" | "output"; path: string; value: Value }[];
  metadata: Attributes | undefined;
  /** Whether an attribute shows that the span is a step of an LLM application. */
  llm: boolean;
};

/** Attributes are walked once: a span has fewer of them than there are names to look for. */
export function pick(attributes: Attributes): Picked {
  const picked: Picked = { values: {}, sources: {}, parts: [], metadata: undefined, llm: false };
  const ranks: Partial<Record<Field, number>> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || value === null || value === "") continue;
    const { place, part, metadata, llm } = knownName(name);
    if (llm) picked.llm = true;
    if (place !== undefined) {
      const { field, rank } = place;
      const taken = ranks[field];
      if (taken !== undefined && taken < rank) continue;
      ranks[field] = rank;
      picked.values[field] = value;
      if (field === "input" || field === "output") picked.sources[field] = name;
    } else if (part !== undefined) picked.parts.push({ ...part, value });
    else if (metadata !== undefined) {
      picked.metadata ??= Object.create(null) as Attributes;
      picked.metadata[metadata] = value;
    }
  }
  return picked;
}

export function textIn(picked: Picked, field: Field): string | null {
  const value = picked.values[field];
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** More than any call has; sums of an hour of such numbers would be more than a column holds. */
const LARGEST_COUNT = 1e12;

/** A count that is a whole number of zero or more; anything else is no count. */
export function countIn(picked: Picked, field: Field): number | null {
  return countOf(picked.values[field]);
}

export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number)) return null;
  return number >= 0 && number <= LARGEST_COUNT ? number : null;
}

/** An object that came as one, or as JSON text. */
export function objectIn(picked: Picked, field: Field): { [key: string]: unknown } | undefined {
  const value = picked.values[field];
  const parsed = typeof value === "string" ? parse(value) : value;
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
