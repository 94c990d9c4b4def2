import { SentinelError } from "../../errors.ts";
import type { Node } from "./parse.ts";

/**
 * A lambda may look at its own parameters only. With a column beside them its result grows with the product of both, and
 * nothing stops it half-way. `column -> 'key'` of JSON is the same node to the parser, and holds a constant there.
 * Throws `invalid`.
 */
export function checkLambda(node: Node): void {
  if (node["type"] !== "LAMBDA") return;
  const own = new Set(namesIn(node["lhs"]));
  const stranger = namesIn(node["expr"]).find((name) => !own.has(name));
  if (stranger === undefined) return;
  throw new SentinelError("invalid", `a lambda may not look at ${stranger}, only at its own parameters`, {
    hint: "unnest the list, and join what it is compared with",
  });
}

/** First parts of the columns that an expression names. */
function namesIn(expression: unknown): string[] {
  const names: string[] = [];
  const open = [expression];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const node = value as Node;
    const path = node["column_names"];
    if (node["type"] === "COLUMN_REF" && Array.isArray(path)) names.push(String(path[0]).toLowerCase());
    open.push(...Object.values<unknown>(node));
  }
  return names;
}
