/**
 * Zod types for the fields of vendor JSON. A field that a row can do without becomes null when it is missing
 * or of the wrong type, so that one odd value never costs a row or a page. Only `anId` and `aTime` refuse.
 */
import { z } from "zod";

import { SentinelError } from "../errors.ts";
import type { Page } from "./table.ts";

const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const TIME =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?(?:\s*(?:Z|UTC)|([+-]\d{2}):?(\d{2}))?$/i;

/** What `utcText` answers, of the days that every month has: most vendors send it so. */
const UTC_TEXT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{3}Z$/;

/**
 * Any ISO 8601 text as UTC text, digits after the second kept up to microseconds; undefined when it is not a
 * time. A time without a zone is UTC: that is what vendors mean who leave it out.
 */
export function utcText(value: string): string | undefined {
  if (UTC_TEXT.test(value)) return value;
  const [, day, clock, fraction = "", hours = "+00", minutes = "00"] = TIME.exec(value.trim()) ?? [];
  const moment = new Date(`${day}T${clock}${hours}:${minutes}`);
  if (Number.isNaN(moment.getTime())) return undefined;
  return `${moment.toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(3, "0")}Z`;
}

const number = z.union([z.number(), z.string().trim().regex(NUMBER).transform(Number).pipe(z.number())]);

/** An id that must be there; numbers become text. */
export const anId = z.union([z.string().min(1), z.int().transform(String)]);
/** A time that must be there, as UTC text. */
export const aTime = z.string().transform((value, context) => {
  const time = utcText(value);
  if (time !== undefined) return time;
  context.issues.push({ code: "custom", message: "not an ISO 8601 time", input: value });
  return z.NEVER;
});

// `default` before `catch`: a missing field is common, and zod builds an error before it catches one.
export const maybeText = z.string().nullable().default(null).catch(null);
/** Text or null; empty text is null too, for vendors that say "none" with "". */
export const maybeName = z.string().min(1).nullable().default(null).catch(null);
/** An id that may be missing; numbers become text. */
export const maybeId = anId.nullable().default(null).catch(null);
/** A whole number, also when it comes as text. */
export const maybeInt = number.pipe(z.int()).nullable().default(null).catch(null);
/** A finite number, also when it comes as text. */
export const maybeReal = number.nullable().default(null).catch(null);
export const maybeFlag = z.boolean().nullable().default(null).catch(null);
export const maybeTime = aTime.nullable().default(null).catch(null);
/** The texts of a list; items of other types are left out. */
export const maybeTexts = z
  .array(z.unknown())
  .transform((items) => items.filter((item) => typeof item === "string"))
  .nullable()
  .default(null)
  .catch(null);
/** Whatever is there, also nothing. */
export const maybeAnything = z.unknown().optional();
/** The shape, or null when the value is not such an object. */
export const maybeObject = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).nullable().default(null).catch(null);

/** An item, or a field that must be there. Throws `invalid` with one line that names what cannot be read. */
export function readAs<Type extends z.ZodType>(type: Type, value: unknown, what: string): z.output<Type> {
  const answer = type.safeParse(value);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  throw new SentinelError("invalid", `${[what, ...(issue?.path ?? [])].join(".")}: ${issue?.message}`);
}

/** A value as JSON text for a `json` column; null when there is none. */
export function jsonText(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

/** A value as raw text for a `text` column: text as it is, anything else as its JSON text. */
export function rawText(value: unknown): string | null {
  return typeof value === "string" ? value : jsonText(value);
}

/** How many items of a page are looked at for odd fields: a vendor's change of a type shows in all of them. */
const LOOKED_AT = 20;

/** Hands the pages on, and says once per field that its value was of the wrong type and is left out. */
export async function* oddFieldsTold(
  pages: AsyncIterable<Page>,
  shape: z.ZodObject,
  warn: (message: string) => void,
): AsyncGenerator<Page> {
  const told = new Set<string>();
  for await (const page of pages) {
    for (const field of page.items.slice(0, LOOKED_AT).flatMap((item) => oddFields(shape, item))) {
      if (!told.has(field)) warn(`${page.api}: ${field} is of the wrong type and is left out`);
      told.add(field);
    }
    yield page;
  }
}

function oddFields(shape: z.ZodObject, item: unknown): string[] {
  const read = shape.safeParse(item);
  if (!read.success || typeof item !== "object" || item === null) return [];
  const given = new Map(Object.entries(item));
  const lost = Object.entries(read.data).filter(
    ([field, value]) => value === null && (given.get(field) ?? "") !== "",
  );
  return lost.map(([field]) => field);
}
