import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import * as lenient from "../../src/contracts/lenient.ts";
import { defineTable, type Page, type PullContext, type Window } from "../../src/contracts/table.ts";
import type { LangfuseClient } from "./client.ts";
import { byCursor, byNumber, newestServed } from "./paging.ts";

/** A score of v3 (`subject`, `value` typed by `dataType`), v2 or v1 (ids at the top, numeric `value`, `stringValue`). */
const Upstream = z.object({
  id: lenient.anId,
  name: lenient.maybeText,
  value: lenient.maybeAnything,
  stringValue: lenient.maybeText,
  dataType: lenient.maybeName,
  source: lenient.maybeText,
  comment: lenient.maybeText,
  timestamp: lenient.aTime,
  environment: lenient.maybeText,
  subject: lenient.maybeObject({ kind: lenient.maybeText, id: lenient.maybeId, traceId: lenient.maybeName }),
  traceId: lenient.maybeName,
  observationId: lenient.maybeName,
  sessionId: lenient.maybeName,
});
type Upstream = z.infer<typeof Upstream>;

/**
 * Langfuse scores: evaluations, user feedback and annotations of traces, observations and sessions.
 * Upstream: GET /api/public/v3/scores; where that is missing v2/scores, then scores.
 */
export const langfuseScores = defineTable({
  name: "langfuse_scores",
  grain: "one row per score",
  key: ["score_id"],
  time: "scored_at",
  time_moves: false,
  // Evaluators run behind and set the time themselves.
  lookback_minutes: 1440,
  row: z.object({
    score_id: column.id("Langfuse's id of the score"),
    trace_id: column.text("Trace it judges, or that contains the observation it judges"),
    observation_id: column.text("Observation it judges; null when it judges a whole trace or session"),
    session_id: column.text("Session it judges"),
    name: column.text("What is measured, such as helpfulness"),
    value: column.real(
      "NUMERIC: the number; BOOLEAN: 1 or 0; null for the other data types, which have no order",
    ),
    string_value: column.text("CATEGORICAL, TEXT and CORRECTION: the text; BOOLEAN: True or False"),
    data_type: column.text("NUMERIC, BOOLEAN, CATEGORICAL, TEXT or CORRECTION"),
    source: column.text("EVAL, API or ANNOTATION"),
    comment: column.text("Reasoning or remark of the judge"),
    scored_at: column.time("When it was given, UTC"),
    environment: column.text("Deployment environment"),
  }),
  feed: {
    slicing: { kind: "window", hours: 24 },
    endpoint: "GET /api/public/v3/scores (before v4: v2/scores, scores)",
    scope: "project API key",
    pull: (client: LangfuseClient, window, context) =>
      lenient.oddFieldsTold(pull(client, window, context), Upstream, context.warn),
  },
  map: (item) => [toRow(lenient.readAs(Upstream, item, "score"))],
});

function pull(client: LangfuseClient, window: Window, { signal }: PullContext): AsyncIterable<Page> {
  const span = { fromTimestamp: window.from.toISOString(), toTimestamp: window.to.toISOString() };
  const numbered = (api: string, path: string) => ({
    api,
    pages: () => byNumber(client, { path, api }, span, signal),
  });
  return newestServed(client, [
    {
      api: "v3/scores",
      pages: () => byCursor(client, "v3/scores", { ...span, fields: "details,subject", limit: 100 }, signal),
    },
    numbered("v2/scores", "v2/scores"),
    numbered("v1/scores", "scores"),
  ]);
}

function toRow(upstream: Upstream) {
  const { subject } = upstream;
  const subjectOf = (kind: string) => (subject?.kind === kind ? subject.id : null);
  return {
    score_id: upstream.id,
    trace_id: upstream.traceId ?? subjectOf("trace") ?? subject?.traceId ?? null,
    observation_id: upstream.observationId ?? subjectOf("observation"),
    session_id: upstream.sessionId ?? subjectOf("session"),
    name: upstream.name,
    ...valueOf(upstream),
    source: upstream.source,
    comment: upstream.comment,
    scored_at: upstream.timestamp,
    environment: upstream.environment,
  };
}

function valueOf({ value, stringValue, dataType }: Upstream) {
  const data_type = dataType ?? guessedType(value, stringValue);
  if (data_type === "NUMERIC")
    return { data_type, value: lenient.maybeReal.parse(value), string_value: null };
  if (data_type === "BOOLEAN") {
    const number = typeof value === "boolean" ? Number(value) : lenient.maybeReal.parse(value);
    return {
      data_type,
      value: number,
      string_value: number === null ? stringValue : number === 1 ? "True" : "False",
    };
  }
  // v2 gives these a number too: a config's rank of the category, or a 0 that means nothing.
  return { data_type, value: null, string_value: stringValue ?? lenient.maybeText.parse(value) };
}

/** Servers from before data types existed leave the type out. */
function guessedType(value: unknown, stringValue: string | null): string | null {
  if (typeof value === "boolean") return "BOOLEAN";
  if (typeof value === "string" || stringValue !== null) return "CATEGORICAL";
  return typeof value === "number" ? "NUMERIC" : null;
}
