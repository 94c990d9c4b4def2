import type { DuckDBConnection } from "@duckdb/node-api";

import { messageOf, SentinelError } from "../../errors.ts";

export type Node = Record<string, unknown>;

/** Characters of a statement; the tree of a longer one would be many times as large. */
const MOST_CHARACTERS = 100_000;
/** Beginnings of comments: for each that does not end DuckDB reads the rest of the text again. */
const MOST_COMMENTS = 200;

/**
 * The text or number that a node stands for: written out, cast, or texts put together; `bound` for a parameter, which the
 * caller of the lake gave and not the statement's author. Undefined for any other.
 */
export function literalOf(node: Node): unknown {
  const { class: kind, child, children } = node as Node & { child?: Node; children?: Node[] };
  if (kind === "CONSTANT") return (node["value"] as Node | undefined)?.["value"];
  if (kind === "PARAMETER") return "bound";
  if (kind === "CAST" && child !== undefined) return literalOf(child);
  if (node["function_name"] !== "||" || children?.length !== 2) return undefined;
  const [before, after] = children.map(literalOf);
  return typeof before === "string" && typeof after === "string" ? before + after : undefined;
}

export const isUnder = (value: unknown, most: number): boolean => typeof value === "number" && value <= most;

/** The tree of the one SELECT in a text, as DuckDB's own parser makes it. Throws `invalid` for anything else. */
export async function parseSelect(connection: DuckDBConnection, sql: string): Promise<Node> {
  if (sql.length > MOST_CHARACTERS) {
    throw new SentinelError("too_large", `a statement has ${MOST_CHARACTERS} characters at most`, {
      hint: "join the tables of the lake instead of writing values out",
    });
  }
  if (sql.split("/*").length > MOST_COMMENTS)
    throw new SentinelError("invalid", `a statement has ${MOST_COMMENTS} comments at most`);
  const tree = await parse(connection, sql);
  if (tree["error"] === true) throw refusal(sql, tree);
  const statements = tree["statements"];
  if (!Array.isArray(statements) || statements.length === 0)
    throw new SentinelError("invalid", "there is no statement", {
      hint: 'ask something, such as "select 1"',
    });
  if (statements.length > 1) {
    throw new SentinelError("invalid", "only one statement at a time can be asked", {
      hint: "send them one by one",
    });
  }
  return statements[0] as Node;
}

async function parse(connection: DuckDBConnection, sql: string): Promise<Node> {
  try {
    const reader = await connection.runAndReadAll("select json_serialize_sql($sql::varchar) as tree", {
      sql,
    });
    const json = reader.getRowObjectsJS()[0]?.["tree"];
    return JSON.parse(typeof json === "string" ? json : "{}") as Node;
  } catch (error) {
    throw new SentinelError("invalid", `the statement cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function refusal(sql: string, tree: Node): SentinelError {
  if (tree["error_type"] === "parser")
    return syntaxError(sql, String(tree["error_message"]), Number(tree["position"]));
  return new SentinelError("invalid", "only SELECT can be asked: the lake is written by sync alone", {
    hint: "a statement starts with select, with, from, values, describe or show",
  });
}

function syntaxError(sql: string, message: string, offset: number): SentinelError {
  if (!Number.isInteger(offset)) return new SentinelError("invalid", message);
  // The offset counts bytes of UTF-8.
  const before = Buffer.from(sql, "utf8").subarray(0, offset).toString("utf8").split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return new SentinelError("invalid", `${message} at line ${before.length}, column ${column}`);
}
