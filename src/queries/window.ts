import ms, { type StringValue } from "ms";

import type { Params, QueryDefinition } from "../contracts/query.ts";
import type { Window } from "../contracts/table.ts";

const END = /^(\w+?)(?:-(\d+[mhdw]))?$/;

/** The span whose coverage decides whether the answer is complete; undefined when the query is about no span. */
export function windowOf(query: QueryDefinition, params: Params): Window | undefined {
  if (query.window === undefined) return undefined;
  const from = end(query.window.from, params);
  const to = end(query.window.to, params);
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}

function end(expression: string, params: Params): Date | undefined {
  const [, name = "", reach] = END.exec(expression) ?? [];
  const value = params[name];
  if (typeof value !== "string") return undefined;
  return new Date(Date.parse(value) - (reach === undefined ? 0 : ms(reach as StringValue)));
}

/** The tables a query stands on, the one it is about first. Our own `sentinel_` tables have no gaps. */
export function tablesOf(query: QueryDefinition): string[] {
  return query.reads.filter((table) => !query.optional.includes(table) && !table.startsWith("sentinel_"));
}
