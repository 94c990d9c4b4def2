/**
 * What a statement may do: read tables of the lake, nothing else. The text is parsed by DuckDB itself and every name in
 * its tree is looked at; DuckDB's own settings (no file access, no extensions, locked configuration) stand behind this.
 */
import type { DuckDBConnection } from "@duckdb/node-api";

import { SentinelError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import type { Relation } from "../schema.ts";
import { noSuchTable } from "./explain-error.ts";
import { parseSelect, type Node } from "./parse.ts";

/** Functions that make rows from nothing but their arguments. */
const TABLE_FUNCTIONS = new Set(["unnest", "range", "generate_series", "json_each", "json_tree"]);

/** Functions that reach outside of the statement: files, settings, environment, other queries, sequences, logs. */
const FORBIDDEN = new RegExp(
  `^(?:${[
    "__internal.*|read_.*|write_.*|parquet_.*|glob|sniff_.*|duckdb_.*|parse_duckdb_.*|pragma_.*|pg_(?!typeof$).*|inet_.*|has_.*",
    "query.*|json_(?:de)?serialize_.*|json_execute_.*|sql_.*|current_(?:query|query_id|setting|connection_id|transaction_id|role|user)",
    "getenv|getvariable|set_.*config|setseed|nextval|currval|sleep.*|txid_.*|user|session_user|in_search_path|stats|get_block_size",
    "obj_description|shobj_description|col_description|which_secret|add_parquet_key|.*checkpoint|enable_.*|disable_.*|truncate_.*",
  ].join("|")})$`,
  "i",
);

/** Something to look at, and the names of common table expressions that can be seen from there. */
type Place = { value: unknown; visible: ReadonlySet<string> };

/**
 * The tables and views that the statement reads, by name. Throws `invalid` for anything but one harmless SELECT,
 * `not_found` for a table that is not of the lake.
 */
export async function guard(
  connection: DuckDBConnection,
  sql: string,
  relations: Relation[],
): Promise<string[]> {
  const names = new Map(relations.map(({ name }) => [name.toLowerCase(), name]));
  const read = new Set<string>();
  // A stack of our own: a hostile statement may nest deeper than the call stack goes.
  const open: Place[] = [{ value: await parseSelect(connection, sql), visible: new Set() }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, visible } = place;
    if (Array.isArray(value)) {
      for (const item of value) open.push({ value: item, visible });
    } else if (typeof value === "object" && value !== null) {
      const node = value as Node;
      checkFunction(node);
      if (node["type"] === "BASE_TABLE" && !isExpression(node, visible))
        read.add(tableOf(node, names, relations));
      open.push(...inside(node, visible));
    }
  }
  return [...read].toSorted();
}

/** The parts of a node. A common table expression sees those before it, and itself only when it is recursive. */
function inside(node: Node, visible: ReadonlySet<string>): Place[] {
  const places: Place[] = [];
  const seen = new Set(visible);
  if (node["type"] === "RECURSIVE_CTE_NODE") seen.add(nameIn(node, "cte_name"));
  const expressions = (node["cte_map"] as Node | undefined)?.["map"];
  for (const entry of Array.isArray(expressions) ? (expressions as Node[]) : []) {
    places.push({ value: entry["value"], visible: new Set(seen) });
    seen.add(nameIn(entry, "key"));
  }
  for (const [part, value] of Object.entries(node))
    if (part !== "cte_map") places.push({ value, visible: seen });
  return places;
}

function checkFunction(node: Node): void {
  const called = node["type"] === "TABLE_FUNCTION" ? (node["function"] as Node | undefined) : node;
  const name = called?.["function_name"];
  if (typeof name !== "string") return;
  const allowed = called === node ? !FORBIDDEN.test(name) : TABLE_FUNCTIONS.has(name.toLowerCase());
  if (allowed) return;
  const near = nearest(name, TABLE_FUNCTIONS);
  throw new SentinelError("invalid", `the function ${name} may not be used here`, {
    hint:
      near.length > 0
        ? `did you mean ${near.join(" or ")}?`
        : "statements read the tables of the lake and nothing else",
  });
}

function isExpression(node: Node, visible: ReadonlySet<string>): boolean {
  return qualifiers(node).length === 0 && visible.has(nameIn(node, "table_name"));
}

function tableOf(node: Node, names: Map<string, string>, relations: Relation[]): string {
  const qualified = qualifiers(node);
  const known = names.get(nameIn(node, "table_name"));
  if (known !== undefined && (qualified.length === 0 || qualified.join(".") === "main")) return known;
  throw noSuchTable([...qualified, String(node["table_name"])].join("."), relations);
}

const nameIn = (node: Node, part: string) => String(node[part]).toLowerCase();

function qualifiers(node: Node): string[] {
  return [nameIn(node, "catalog_name"), nameIn(node, "schema_name")].filter(
    (name) => name !== "" && name !== "undefined",
  );
}
