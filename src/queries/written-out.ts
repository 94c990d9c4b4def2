import type { ParamValue, Params, QueryDefinition } from "../contracts/query.ts";

/**
 * A library query with its parameters written into the statement, for an editor that takes SQL only. A parameter stands
 * before its cast (`$since::timestamp`), so a literal in its place has the same type. Values come from sources: they are
 * quoted as literals, in which DuckDB knows no escape but the doubled quote.
 */
export function writtenOut({ id, question, sql }: QueryDefinition, params: Params): string {
  const statement = sql.replaceAll(/\$([a-z_]\w*)/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? literal(params[name] ?? null) : whole,
  );
  const body = statement
    .split("\n")
    .filter((line) => !line.startsWith("-- @"))
    .join("\n")
    .trim();
  return `-- ${id}: ${question}\n${body}\n`;
}

function literal(value: ParamValue): string {
  if (value === null) return "null";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
  return quoted(value);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
