import type { Logger } from "pino";
import { z } from "zod";

import type { Params } from "../contracts/query.ts";
import { messageOf } from "../errors.ts";
import { runQuery, type QueryContext } from "../queries/run.ts";

export type AskContext = QueryContext & { log?: Logger | undefined };

/** A library query's rows, typed; `default` parameters count from `at`. What cannot be answered is logged and is no row. */
export async function askRows<T>(
  context: AskContext,
  at: Date,
  row: z.ZodType<T>,
  query: string,
  params: Params,
): Promise<T[]> {
  try {
    return z.array(row).parse((await runQuery(context, query, params, at)).rows);
  } catch (error) {
    context.log?.warn({ query, error: messageOf(error) }, `links from ${query} could not be gathered`);
    return [];
  }
}
