/** Runs a statement and says in Snowflake's words what is wrong with it. */
import type { DuckDBConnection, DuckDBValue } from "@duckdb/node-api";
import { z } from "zod";

import { messageOf } from "../../../src/errors.ts";
import { type Rowset, rowsetOf } from "./rowset.ts";

export type StatementError = { code: string; sqlState: string; message: string };

export const QueryRequest = z.object({
  sqlText: z.string(),
  bindings: z.record(z.string(), z.object({ type: z.string(), value: z.string().nullable() })).nullish(),
});
export type QueryRequest = z.infer<typeof QueryRequest>;

export async function runStatement(
  connection: DuckDBConnection,
  request: QueryRequest,
): Promise<Rowset | StatementError> {
  // The loopback account is read-only, as the role of the real one should be.
  if (!/^\s*(select|with)\b/i.test(request.sqlText)) {
    return {
      code: "003001",
      sqlState: "42501",
      message: "SQL access control error:\nInsufficient privileges to operate",
    };
  }
  try {
    return rowsetOf(await connection.runAndReadAll(request.sqlText, valuesOf(request)));
  } catch (error) {
    return errorOf(messageOf(error));
  }
}

function valuesOf({ bindings }: QueryRequest): DuckDBValue[] {
  const places = Object.keys(bindings ?? {})
    .map(Number)
    .toSorted((a, b) => a - b);
  return places.map((place) => {
    const { type, value } = bindings?.[String(place)] ?? { type: "TEXT", value: null };
    if (value === null) return null;
    if (type === "FIXED") return BigInt(value);
    if (type === "REAL") return Number(value);
    return type === "BOOLEAN" ? value === "true" : value;
  });
}

/** DuckDB's errors under the codes and states that Snowflake has for them. */
function errorOf(message: string): StatementError {
  const named = /(?:name|column) "?([\w.]+)"?/i.exec(message)?.[1]?.toUpperCase() ?? "";
  if (/Catalog Error: (?:Table|Schema)/.test(message)) {
    return {
      code: "002003",
      sqlState: "42S02",
      message: `SQL compilation error:\nObject '${named}' does not exist or not authorized.`,
    };
  }
  if (message.includes("Catalog Error")) {
    return {
      code: "002140",
      sqlState: "42601",
      message: `SQL compilation error:\nUnknown function ${named}.`,
    };
  }
  if (message.includes("Binder Error")) {
    return {
      code: "000904",
      sqlState: "42000",
      message: `SQL compilation error: error line 1\ninvalid identifier '${named}'`,
    };
  }
  if (message.includes("Parser Error")) {
    return {
      code: "001003",
      sqlState: "42000",
      message: `SQL compilation error:\nsyntax error: ${message.split("\n", 1)[0]}`,
    };
  }
  return { code: "100038", sqlState: "22018", message: message.split("\n", 1)[0] ?? message };
}
