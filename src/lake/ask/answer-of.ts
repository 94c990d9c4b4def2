import { DuckDBTimestampValue, type DuckDBResult, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";

import type { Answer } from "../../contracts/query.ts";
import { SentinelError } from "../../errors.ts";
import { jsonSafe } from "./json-safe.ts";

export type Caps = { max_rows: number; max_bytes: number };

/**
 * Reads a result until its end or a cap. Rows are taken over one by one, since two thousand long texts at once are more
 * than the caps allow. Throws `too_large` when the first row alone is more than `max_bytes`.
 */
export async function answerOf(result: DuckDBResult, { max_rows, max_bytes }: Caps): Promise<Answer> {
  const names = result.deduplicatedColumnNames();
  const types = result.columnTypes();
  const columns = names.map((name, index) => ({ name, type: String(types[index]) }));
  const rows: Record<string, unknown>[] = [];
  const readers = types.map(readerOf);
  let bytes = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    const count = chunk?.rowCount ?? 0;
    if (chunk === null || count === 0) return { columns, rows, truncated: false };
    for (let place = 0; place < count; place += 1) {
      if (rows.length === max_rows) return { columns, rows, truncated: true };
      const row: Record<string, unknown> = {};
      for (const [index, read] of readers.entries()) {
        const value = read(chunk.getColumnVector(index).getItem(place) ?? null);
        row[names[index] ?? ""] = value;
        bytes += sizeOf(value);
        if (bytes > max_bytes && rows.length === 0) throw tooLarge(max_bytes);
      }
      if (bytes > max_bytes) return { columns, rows, truncated: true };
      rows.push(row);
    }
  }
}

/** Rows in the order of their time, or of buckets of it, repeat a moment many times: its text is made once. */
function readerOf(type: DuckDBType): (value: DuckDBValue) => unknown {
  let last: bigint | undefined;
  let text: unknown;
  return (value) => {
    if (!(value instanceof DuckDBTimestampValue)) return jsonSafe(value, type);
    if (value.micros !== last) text = jsonSafe(value, type);
    last = value.micros;
    return text;
  };
}

/** About the bytes that a value takes as JSON. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 8;
  if (typeof value !== "object" || value === null) return 8;
  let bytes = 8;
  for (const [name, item] of Object.entries(value)) bytes += name.length + sizeOf(item);
  return bytes;
}

const tooLarge = (max_bytes: number) =>
  new SentinelError(
    "too_large",
    `one row of the answer has more than ${Math.round(max_bytes / 1_000_000)} MB`,
    {
      hint: "select less of it, such as left(text, 1000)",
    },
  );
