import { DuckDBInstance } from "@duckdb/node-api";

import { messageOf, SentinelError } from "../errors.ts";

/**
 * The rows of a Parquet file as JSON-safe objects: times as text, decimals and large integers as text. An
 * instance of its own reads it, since the lake's may not touch files.
 */
export async function* readParquet(file: string): AsyncGenerator<{ value: unknown; line: number }> {
  const instance = await DuckDBInstance.create(":memory:");
  try {
    const connection = await instance.connect();
    const result = await connection.stream("select * from read_parquet($1)", [file]);
    let line = 0;
    for await (const rows of result.yieldRowObjectJson()) {
      for (const value of rows) yield { value, line: (line += 1) };
    }
  } catch (error) {
    throw new SentinelError("invalid", `${file} cannot be read as Parquet: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    instance.closeSync();
  }
}
