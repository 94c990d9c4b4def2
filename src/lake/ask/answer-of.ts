import type { DuckDBResult } from "@duckdb/node-api";

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
  let bytes = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return { columns, rows, truncated: false };
    for (let place = 0; place < chunk.rowCount; place += 1) {
      if (rows.length === max_rows) return { columns, rows, truncated: true };
      const row: Record<string, unknown> = {};
      for (const [index, type] of types.entries()) {
        const value = jsonSafe(chunk.getColumnVector(index).getItem(place) ?? null, type);
        row[names[index] ?? ""] = value;
        bytes += sizeOf(value);
        if (bytes > max_bytes && rows.length === 0) throw tooLarge(max_bytes);
      }
      if (bytes > max_bytes) return { columns, rows, truncated: true };
      rows.push(row);
    }
  }
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
