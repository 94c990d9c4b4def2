/** Export requests of OTLP/JSON. Names are lowerCamelCase, ids hex, 64-bit numbers text or numbers; unknown fields are ignored. */
import { SentinelError } from "../../../src/errors.ts";
import { put, type Attributes, type Resource, type Scope, type Value, DEEPEST, TOO_DEEP } from "../span.ts";

export type Fields = { [name: string]: unknown };
export type Scoped = { resource: Resource; scope: Scope; items: Fields[] };

/** Names of the lists inside of a resource, per signal. */
const LISTS = {
  resourceSpans: ["scopeSpans", "spans"],
  resourceLogs: ["scopeLogs", "logRecords"],
  resourceMetrics: ["scopeMetrics", "metrics"],
} as const;

/** The items of a request, each group with what sent it. Throws `usage` for what is no request of that signal. */
export function readExport(request: unknown, signal: keyof typeof LISTS): Scoped[] {
  const [scopes, items] = LISTS[signal];
  const found: Scoped[] = [];
  for (const part of listOf(fieldsOf(request, signal)[signal], signal)) {
    const resource = resourceOf(part["resource"]);
    for (const scoped of listOf(part[scopes], scopes)) {
      found.push({ resource, scope: scopeOf(scoped["scope"]), items: listOf(scoped[items], items) });
    }
  }
  return found;
}

function resourceOf(given: unknown): Resource {
  const { attributes, bad } = attributesOf(isFields(given) ? given["attributes"] : undefined);
  return { attributes, bad };
}

function scopeOf(given: unknown): Scope {
  if (!isFields(given)) return { name: "", version: "" };
  return { name: textOf(given["name"]), version: textOf(given["version"]) };
}

/** `bad` is why they cannot be taken. */
export function attributesOf(given: unknown): { attributes: Attributes; bad: string | undefined } {
  const attributes: Attributes = {};
  if (!Array.isArray(given)) return { attributes, bad: undefined };
  try {
    for (const pair of given) {
      if (isFields(pair)) put(attributes, textOf(pair["key"]), valueOf(pair["value"], 0));
    }
    return { attributes, bad: undefined };
  } catch (error) {
    if (error !== tooDeep) throw error;
    return { attributes: {}, bad: TOO_DEEP };
  }
}

const tooDeep = new Error(TOO_DEEP);

/** Throws `tooDeep`. */
export function valueOf(given: unknown, depth: number): Value {
  if (!isFields(given)) return null;
  if (depth > DEEPEST) throw tooDeep;
  if (typeof given["stringValue"] === "string") return given["stringValue"];
  if (typeof given["boolValue"] === "boolean") return given["boolValue"];
  if (given["intValue"] !== undefined) return integerOf(given["intValue"]);
  if (given["doubleValue"] !== undefined) return realOf(given["doubleValue"]);
  if (typeof given["bytesValue"] === "string") return given["bytesValue"];
  const { arrayValue, kvlistValue } = given;
  if (isFields(arrayValue)) {
    const { values } = arrayValue;
    return Array.isArray(values) ? values.map((value) => valueOf(value, depth + 1)) : [];
  }
  if (!isFields(kvlistValue)) return null;
  const inner: Attributes = {};
  for (const pair of Array.isArray(kvlistValue["values"]) ? kvlistValue["values"] : []) {
    if (isFields(pair)) put(inner, textOf(pair["key"]), valueOf(pair["value"], depth + 1));
  }
  return inner;
}

function integerOf(given: unknown): Value {
  const number = Number(given);
  return Number.isSafeInteger(number) ? number : String(given);
}

function realOf(given: unknown): Value {
  const number = Number(given);
  return Number.isFinite(number) ? number : String(given);
}

/** Nanoseconds as text or number to microseconds; 0 when it is neither. */
export function microsOf(given: unknown): number {
  // A number has lost its last digits on the way: what is left is right to a fraction of a microsecond.
  if (typeof given === "number") return given > 0 && given < 2 ** 64 ? Math.round(given / 1_000) : 0;
  if (typeof given !== "string" || !/^\d{1,20}$/.test(given)) return 0;
  return Number(given.slice(0, -3));
}

export const textOf = (given: unknown): string => (typeof given === "string" ? given : "");
export const hexOf = (given: unknown): string => (typeof given === "string" ? given.toLowerCase() : "");

export function listOf(given: unknown, what: string): Fields[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new SentinelError("usage", `${what} is no list`);
  return given.map((item) => fieldsOf(item, what));
}

function fieldsOf(given: unknown, what: string): Fields {
  if (isFields(given)) return given;
  throw new SentinelError("usage", `${what} holds something that is no object`);
}

export function isFields(given: unknown): given is Fields {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
