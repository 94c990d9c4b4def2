import { z } from "zod";

import { MINUTE_MS } from "../contracts/moment.ts";
import type { Params } from "../contracts/query.ts";
import type { AskOptions } from "../lake/open.ts";
import { runQuery, type Hole, type QueryContext } from "../queries/run.ts";

/** A library query as it was asked: the same parameters ask the same again. */
export type Asked = { query: string; params: Params };

export type InquiryContext = QueryContext & { freshness_minutes: number; options?: AskOptions };

export type Inquiry = {
  /** Rows of a library query, typed. Throws as `runQuery` does. */
  ask: <T>(row: z.ZodType<T>, query: string, params: Params) => Promise<T[]>;
  asked: () => Asked[];
  /**
   * What was not fetched of what was asked, for these connections; empty means all. What came within the last minutes
   * is the ordinary lag of a sync.
   */
  uncovered: (connections: string[]) => Hole[];
  /** Whether an answer was cut at the cap on rows. */
  truncated: () => boolean;
};

/** Several questions to the lake that make one answer, which is as complete as the least complete of them. */
export function openInquiry({ freshness_minutes, options, ...context }: InquiryContext, at: Date): Inquiry {
  const asked: Asked[] = [];
  const holes = new Map<string, Hole>();
  let truncated = false;
  const fresh = at.getTime() - freshness_minutes * MINUTE_MS;
  return {
    async ask(row, query, params) {
      const answer = await runQuery(context, query, params, at, options);
      asked.push({ query, params: answer.params });
      truncated ||= answer.truncated;
      for (const hole of answer.uncovered) holes.set(JSON.stringify(hole), hole);
      return z.array(row).parse(answer.rows);
    },
    asked: () => asked,
    uncovered: (connections) =>
      [...holes.values()].filter(
        ({ connection, from }) =>
          Date.parse(from) < fresh &&
          (connection === "" || connections.length === 0 || connections.includes(connection)),
      ),
    truncated: () => truncated,
  };
}
