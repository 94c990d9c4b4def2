import type { Answer, Params, QueryDefinition } from "../contracts/query.ts";
import type { Window } from "../contracts/table.ts";
import type { AskOptions, Lake } from "../lake/open.ts";
import { findQuery } from "./find-query.ts";
import { bindParams } from "./params.ts";
import { tablesOf, windowOf } from "./window.ts";

/** A part of the window that was not fetched. `connection` is empty when nobody connected the table's source. */
export type Hole = { table: string; connection: string; from: string; to: string };

export type QueryAnswer = Answer & {
  id: string;
  /** As run: typed, defaults filled in, times absolute. The same parameters ask the same question again. */
  params: Params;
  as_of: string;
  /** Whether every table that the answer stands on was fetched over the whole window. */
  complete: boolean;
  uncovered: Hole[];
};

export type QueryContext = {
  lake: Pick<Lake, "ask" | "uncovered" | "connections">;
  library: Map<string, QueryDefinition>;
};

/**
 * Asks one library query as of `at`. Rows come back even when the window has holes; `complete` and `uncovered` say
 * so. Throws `not_found` for an unknown query and `invalid` for its parameters, each with the nearest names.
 */
export async function runQuery(
  context: QueryContext,
  id: string,
  params: Params,
  at: Date,
  options?: AskOptions,
): Promise<QueryAnswer> {
  const query = findQuery(context.library, id);
  const bound = bindParams(query, params, at);
  const answer = await context.lake.ask(query.sql, bound, options);
  const window = windowOf(query, bound);
  const uncovered = window === undefined ? [] : await holes(context.lake, tablesOf(query), window);
  return {
    ...answer,
    id,
    params: bound,
    as_of: at.toISOString(),
    complete: uncovered.length === 0,
    uncovered,
  };
}

async function holes(lake: QueryContext["lake"], tables: string[], window: Window): Promise<Hole[]> {
  const found: Hole[] = [];
  for (const table of tables) {
    for (const hole of await lake.uncovered(table, window)) {
      found.push({ table, connection: hole.connection, ...iso(hole.window) });
    }
  }
  // A source that nobody connected is off, which is no gap; but the table that the question is about must be there.
  const [subject] = tables;
  if (subject !== undefined && (await lake.connections(subject)).length === 0) {
    found.push({ table: subject, connection: "", ...iso(window) });
  }
  return found;
}

const iso = ({ from, to }: Window) => ({ from: from.toISOString(), to: to.toISOString() });
