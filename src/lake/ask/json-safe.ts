/** DuckDB's values as JSON can hold them without losing anything. */
import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";

import { numberOrText } from "../values/decimal.ts";
import { isoOf } from "../values/timestamp.ts";

/** Times are ISO text in UTC, decimals and large integers numbers where exact and else text, JSON its value. */
export function jsonSafe(value: DuckDBValue, type: DuckDBType): unknown {
  if (typeof value === "string" && type.alias === "JSON") return parsed(value);
  return plain(value);
}

function plain(value: DuckDBValue): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  // JSON knows neither NaN nor infinity.
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return numberOrText(value, 0);
  if (value instanceof DuckDBDecimalValue) return numberOrText(value.value, value.scale);
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue)
    return isoOf(value.micros);
  if (value instanceof DuckDBTimestampMillisecondsValue) return isoOf(value.millis * 1_000n);
  if (value instanceof DuckDBTimestampSecondsValue) return isoOf(value.seconds * 1_000_000n);
  if (value instanceof DuckDBTimestampNanosecondsValue) return isoOf(value.nanos / 1_000n);
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, item]) => [name, plain(item)]));
  }
  if (value instanceof DuckDBMapValue) {
    return value.entries.map(({ key, value: item }) => ({ key: plain(key), value: plain(item) }));
  }
  if (value instanceof DuckDBUnionValue) return plain(value.value);
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("hex");
  return String(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
