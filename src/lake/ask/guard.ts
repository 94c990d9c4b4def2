/**
 * What a statement may do: read tables of the lake, nothing else. The text is parsed by DuckDB itself and every name in
 * its tree is looked at; DuckDB's own settings (no file access, no extensions, locked configuration) stand behind this.
 */
import type { DuckDBConnection } from "@duckdb/node-api";

import { SentinelError } from "../../errors.ts";
import type { Relation } from "../schema.ts";
import { checkCall } from "./check-call.ts";
import { checkLambda } from "./check-lambda.ts";
import { noSuchTable } from "./explain-error.ts";
import { parseSelect, type Node } from "./parse.ts";

const MOST_PARTS = 50;

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
      checkCall(node);
      checkLambda(node);
      checkShow(node);
      checkDepth(node);
      if (node["type"] === "BASE_TABLE" && !isExpression(node, visible))
        read.add(tableOf(node, names, relations));
      open.push(...inside(node, visible));
    }
  }
  return [...read].toSorted();
}

/**
 * The parts of a node. A common table expression sees those before it, and itself only in the part of a recursive one that
 * is repeated: in its first part the same name is still what it was outside, such as a table of the catalogue.
 */
function inside(node: Node, visible: ReadonlySet<string>): Place[] {
  const places: Place[] = [];
  const seen = new Set(visible);
  const recursive = node["type"] === "RECURSIVE_CTE_NODE" ? nameIn(node, "cte_name") : undefined;
  const expressions = (node["cte_map"] as Node | undefined)?.["map"];
  for (const entry of Array.isArray(expressions) ? (expressions as Node[]) : []) {
    places.push({ value: entry["value"], visible: new Set(seen) });
    seen.add(nameIn(entry, "key"));
  }
  // The call of a table function was looked at with its node; what it is called with is looked at like all else.
  if (node["type"] === "TABLE_FUNCTION")
    places.push({ value: { ...(node["function"] as Node), function_name: undefined }, visible: seen });
  for (const [part, value] of Object.entries(node)) {
    if (part === "cte_map" || (part === "function" && node["type"] === "TABLE_FUNCTION")) continue;
    const repeated = recursive !== undefined && part === "right";
    places.push({ value, visible: repeated ? new Set([...seen, recursive]) : seen });
  }
  return places;
}

/** A name of thousands of parts is more than DuckDB's own stack holds. */
function checkDepth(node: Node): void {
  const path = node["column_names"];
  if (!Array.isArray(path) || path.length <= MOST_PARTS) return;
  throw new SentinelError("invalid", `a name has ${MOST_PARTS} parts at most`);
}

/** Of what `show` knows, the names of the tables: databases, variables and settings are none of the lake. */
function checkShow(node: Node): void {
  const shown = node["type"] === "SHOW_REF" ? node["table_name"] : undefined;
  if (shown === undefined || shown === "" || shown === '"tables"') return;
  throw new SentinelError("invalid", "this cannot be shown", { hint: "show tables, or describe TABLE" });
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
