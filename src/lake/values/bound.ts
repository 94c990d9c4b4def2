import { DuckDBTimestampValue } from "@duckdb/node-api";

export const timestamp = (date: Date) => timestampValue(BigInt(date.getTime()) * 1_000n);
export const timestampValue = (micros: bigint) => new DuckDBTimestampValue(micros);
