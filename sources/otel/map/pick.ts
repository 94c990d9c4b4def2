import type { Attributes, Value } from "../span.ts";
import { ATTRIBUTE_NAMES, INDEXED_MESSAGES, METADATA_PREFIXES, type Field } from "./attribute-names.ts";
import { LLM_PREFIXES } from "./observation-types.ts";

/** What the attributes of a span say, under one name each. */
export type Picked = {
  values: Partial<Record<Field, Value>>;
  /** The attributes that the values of `input` and `output` came from. */
  sources: Partial<Record<Field, string>>;
  /** Attributes of messages that come in parts: what follows the prefix, and the value. */
  parts: { field: "input" | "output"; path: string; value: Value }[];
  metadata: Attributes | undefined;
  /** Whether an attribute shows that the span is a step of an LLM application. */
  llm: boolean;
};

type Place = { field: Field; rank: number };

const PLACES = new Map<string, Place>(
  Object.entries(ATTRIBUTE_NAMES).flatMap(([field, names]) =>
    names.map((name, rank): [string, Place] => [name, { field: field as Field, rank }]),
  ),
);

/** Attributes are walked once: a span has fewer of them than there are names to look for. */
export function pick(attributes: Attributes): Picked {
  const picked: Picked = { values: {}, sources: {}, parts: [], metadata: undefined, llm: false };
  const ranks: Partial<Record<Field, number>> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || value === null || value === "") continue;
    const place = PLACES.get(name);
    if (place === undefined) pickPart(picked, name, value);
    else if (place.rank < (ranks[place.field] ?? Number.POSITIVE_INFINITY)) {
      ranks[place.field] = place.rank;
      picked.values[place.field] = value;
      picked.sources[place.field] = name;
    }
    if (!picked.llm) picked.llm = LLM_PREFIXES.some((prefix) => name.startsWith(prefix));
  }
  return picked;
}

function pickPart(picked: Picked, name: string, value: Value): void {
  for (const { prefix, field } of INDEXED_MESSAGES) {
    if (!name.startsWith(prefix)) continue;
    picked.parts.push({ field, path: name.slice(prefix.length), value });
    return;
  }
  for (const prefix of METADATA_PREFIXES) {
    if (!name.startsWith(prefix)) continue;
    picked.metadata ??= Object.create(null) as Attributes;
    picked.metadata[name.slice(prefix.length)] = value;
    return;
  }
}

export function textIn(picked: Picked, field: Field): string | null {
  const value = picked.values[field];
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A count that is a whole number of zero or more; anything else is no count. */
export function countIn(picked: Picked, field: Field): number | null {
  return countOf(picked.values[field]);
}

export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
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
