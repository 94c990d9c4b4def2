import {
  DuckDBListValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  LIST,
  VARCHAR,
  type DuckDBPreparedStatement,
} from "@duckdb/node-api";

import type { ParamValue, Params } from "../../contracts/query.ts";
import { SentinelError } from "../../errors.ts";
import { didYouMean } from "../../nearest.ts";
import { microsOf } from "../values/timestamp.ts";

/**
 * Binds parameters by name with the type that the statement casts them to, `moments` as the moments that they are. Throws
 * `invalid` for what does not fit, and for a parameter without a value.
 */
export function bind(
  statement: DuckDBPreparedStatement,
  params: Params,
  moments: Record<string, Date> = {},
): void {
  const names = Array.from({ length: statement.parameterCount }, (_, index) =>
    statement.parameterName(index + 1),
  );
  for (const name of Object.keys(params)) {
    if (names.includes(name)) continue;
    throw new SentinelError("invalid", `the statement has no parameter $${name}`, {
      hint: didYouMean(name, names, names.length === 0 ? "it takes none" : `it takes ${names.join(", ")}`),
    });
  }
  names.forEach((name, index) => {
    const value = params[name];
    const moment = Object.hasOwn(moments, name) ? moments[name] : undefined;
    if (value === undefined && moment !== undefined) {
      const micros = BigInt(moment.getTime()) * 1_000n;
      return statement.bindTimestamp(index + 1, new DuckDBTimestampValue(micros));
    }
    if (value === undefined) {
      throw new SentinelError("invalid", `the parameter $${name} has no value`, { hint: `give ${name}` });
    }
    return bindOne(statement, index + 1, name, value);
  });
}

function bindOne(statement: DuckDBPreparedStatement, index: number, name: string, value: ParamValue): void {
  if (value === null) return statement.bindNull(index);
  // The type must be told: an empty list has no element to take it from.
  if (Array.isArray(value)) return statement.bindList(index, new DuckDBListValue(value), LIST(VARCHAR));
  const type = statement.parameterTypeId(index);
  if (type === DuckDBTypeId.TIMESTAMP || type === DuckDBTypeId.TIMESTAMP_TZ) {
    const micros = typeof value === "string" ? microsOf(value) : undefined;
    if (micros === undefined) throw unfit(name, "an ISO 8601 time", value);
    return statement.bindTimestamp(index, new DuckDBTimestampValue(micros));
  }
  if (type === DuckDBTypeId.BIGINT || type === DuckDBTypeId.INTEGER) {
    const number = typeof value === "number" || /^[+-]?\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (!Number.isSafeInteger(number)) throw unfit(name, "a whole number", value);
    return statement.bindBigInt(index, BigInt(number));
  }
  if (type === DuckDBTypeId.DOUBLE) {
    const number = typeof value === "string" && value.trim() === "" ? NaN : Number(value);
    if (!Number.isFinite(number)) throw unfit(name, "a number", value);
    return statement.bindDouble(index, number);
  }
  if (typeof value === "number" && type !== DuckDBTypeId.VARCHAR) return statement.bindDouble(index, value);
  return statement.bindVarchar(index, String(value));
}

const unfit = (name: string, wanted: string, value: ParamValue) =>
  new SentinelError("invalid", `the parameter $${name} must be ${wanted}, not ${JSON.stringify(value)}`);
