import ms, { type StringValue } from "ms";

import type { ParamValue, Params, QueryDefinition, QueryParam } from "../contracts/query.ts";
import { SentinelError } from "../errors.ts";
import { didYouMean } from "../nearest.ts";

/**
 * The parameters a query runs with: given ones checked and brought to their type (text from a command line is
 * fine), the rest from their defaults. Times become ISO text in UTC; `now`, `now-2h`, `now-7d` count from `at`.
 * Throws `invalid` for an unknown, missing or malformed one.
 */
export function bindParams(query: QueryDefinition, given: Params, at: Date): Params {
  const names = query.params.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    throw new SentinelError("invalid", `query ${query.id} has no parameter ${name}`, {
      hint: didYouMean(name, names, names.length === 0 ? "it takes none" : `it takes ${names.join(", ")}`),
    });
  }
  return Object.fromEntries(
    query.params.map((param) => {
      const value = given[param.name] ?? defaultOf(query, param, param.name in given);
      return [param.name, value === null ? null : typed(query, param, value, at)];
    }),
  );
}

function defaultOf(query: QueryDefinition, param: QueryParam, given: boolean): ParamValue {
  if (param.default === "null") return null;
  if (param.default !== undefined && !given) return param.default;
  throw new SentinelError("invalid", `query ${query.id} needs the parameter ${param.name}`, {
    hint: `${param.name} ${param.type}: ${param.description}`,
  });
}

function typed(
  query: QueryDefinition,
  param: QueryParam,
  value: Exclude<ParamValue, null>,
  at: Date,
): ParamValue {
  const bound = TYPES[param.type](value, at);
  if (bound !== undefined) return bound;
  throw new SentinelError(
    "invalid",
    `${param.name} of query ${query.id} is not a ${param.type}: ${String(value)}`,
    {
      hint: `${param.name} ${param.type}: ${param.description}`,
    },
  );
}

type Reader = (value: string | number | string[], at: Date) => ParamValue | undefined;

const TYPES: Record<QueryParam["type"], Reader> = {
  TIMESTAMP: (value, at) => (typeof value === "string" ? readMoment(value, at)?.toISOString() : undefined),
  VARCHAR: (value) => (Array.isArray(value) ? undefined : String(value)),
  BIGINT: (value) => number(value, Number.isSafeInteger),
  DOUBLE: (value) => number(value, Number.isFinite),
  "VARCHAR[]": (value) =>
    Array.isArray(value)
      ? value
      : String(value)
          .split(",")
          .filter((part) => part !== ""),
};

function number(value: string | number | string[], fits: (value: number) => boolean): number | undefined {
  if (Array.isArray(value) || value === "") return undefined;
  const read = Number(value);
  return fits(read) ? read : undefined;
}

const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** A moment: ISO 8601 (without a zone it is UTC), `now`, or `now-2h`. */
export function readMoment(text: string, at: Date): Date | undefined {
  if (text === "now") return at;
  const [, back] = /^now-(\d+(?:ms|[smhdw]))$/.exec(text) ?? [];
  if (back !== undefined) return valid(new Date(at.getTime() - ms(back as StringValue)));
  if (!ISO.test(text)) return undefined;
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) && text.length > 10;
  const date = new Date(
    zoned ? text.replace(" ", "T") : `${text.replace(" ", "T")}${text.length > 10 ? "Z" : ""}`,
  );
  return valid(date);
}

/** Before the first day that a Date knows there is nothing. */
const valid = (date: Date): Date | undefined => (Number.isNaN(date.getTime()) ? undefined : date);
