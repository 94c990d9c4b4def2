import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import { jsonText, oddFieldsTold, rawText, readAs } from "../../src/contracts/lenient.ts";
import { defineTable, type Page, type PullContext, type Window } from "../../src/contracts/table.ts";
import type { LangfuseClient } from "./client.ts";
import { costUsd } from "./cost.ts";
import { traceFields } from "./legacy-traces.ts";
import { byCursor, byNumber, newestServed } from "./paging.ts";
import { UpstreamObservation } from "./upstream-observation.ts";

const FIELDS = "core,basic,io,metadata,model,usage,prompt,metrics,trace_context";

/**
 * Langfuse observations: generations, tool calls, agents, spans and events, the flat form of every trace.
 * Upstream: GET /api/public/v2/observations; where that is missing, GET /api/public/observations with the trace
 * fields from GET /api/public/traces.
 */
export const langfuseObservations = defineTable({
  name: "langfuse_observations",
  grain: "one row per observation (generation, tool call, agent, span, event)",
  key: ["observation_id"],
  time: "started_at",
  time_moves: false,
  // An observation is sent when it ends and is placed at its start: a run of hours arrives hours late.
  lookback_minutes: 360,
  row: z.object({
    observation_id: column.id("Langfuse's id of the observation"),
    trace_id: column.text("Trace it belongs to; joins to langfuse_traces and langfuse_scores"),
    parent_observation_id: column.text("The observation that contains it; null for a root"),
    type: column.text(
      "GENERATION, TOOL, AGENT, SPAN, EVENT, CHAIN, RETRIEVER, EMBEDDING, EVALUATOR or GUARDRAIL",
    ),
    name: column.text("Name of the step, such as the tool's"),
    trace_name: column.text("Name of the whole trace, usually the agent's or feature's"),
    level: column.text("DEBUG, DEFAULT, WARNING or ERROR"),
    status_message: column.text("What the application said about the level, such as an error text"),
    model: column.text("Model as the application named it"),
    started_at: column.time("When it began, UTC"),
    ended_at: column.at("When it ended, UTC; null while it runs"),
    latency_ms: column.real("From start to end, milliseconds"),
    input: column.text("Raw input; JSON upstream is kept as JSON text"),
    output: column.text("Raw output; JSON upstream is kept as JSON text"),
    input_tokens: column.int("Tokens of every input kind, cached ones included"),
    output_tokens: column.int("Tokens of every output kind, reasoning included"),
    total_tokens: column.int("Total as stated, else input plus output"),
    cost_usd: column.usd("Cost in US dollars as Langfuse calculated or was told it; null when it knows none"),
    environment: column.text("Deployment environment, such as production"),
    release: column.text("Release of the application; joins to sentry_releases.version or a commit"),
    version: column.text("Version of this step, as the application numbers it"),
    prompt_name: column.text("Managed prompt it used; joins to langfuse_prompts.name"),
    prompt_version: column.int("Version of that prompt"),
    session_id: column.text("Conversation it belongs to"),
    user_id: column.text("End user, as the application names them"),
    tags: column.texts("Tags of the trace"),
    is_root: column.flag("True for the top of its trace"),
    metadata: column.json("Free metadata; values over 200 characters come cut"),
  }),
  feed: {
    slicing: { kind: "window", hours: 6 },
    endpoint: "GET /api/public/v2/observations (before v4: /api/public/observations, /api/public/traces)",
    scope: "project API key",
    pull: (client: LangfuseClient, window, context) =>
      oddFieldsTold(pull(client, window, context), UpstreamObservation, context.warn),
  },
  map: (item) => [toRow(readAs(UpstreamObservation, item, "observation"))],
});

function pull(client: LangfuseClient, window: Window, context: PullContext): AsyncIterable<Page> {
  const span = { fromStartTime: window.from.toISOString(), toStartTime: window.to.toISOString() };
  return newestServed(client, [
    {
      api: "v2/observations",
      pages: () =>
        byCursor(client, "v2/observations", { ...span, fields: FIELDS, limit: 1000 }, context.signal),
    },
    { api: "v1/observations", pages: () => legacyPages(client, window, span, context) },
  ]);
}

async function* legacyPages(
  client: LangfuseClient,
  window: Window,
  span: Record<string, string>,
  context: PullContext,
): AsyncGenerator<Page> {
  const complete = traceFields(client, window, context);
  const pages = byNumber(client, { path: "observations", api: "v1/observations" }, span, context.signal);
  for await (const page of pages)
    yield { ...page, items: page.items.length === 0 ? [] : await complete(page.items) };
}

function toRow(upstream: UpstreamObservation) {
  const input_tokens = tokensOf(upstream, "input");
  const output_tokens = tokensOf(upstream, "output");
  const stated = wholeNumber(upstream.usageDetails["total"]) ?? (upstream.usage?.total || null);
  return {
    observation_id: upstream.id,
    trace_id: upstream.traceId,
    parent_observation_id: upstream.parentObservationId,
    type: upstream.type,
    name: upstream.name,
    trace_name: upstream.traceName,
    level: upstream.level,
    status_message: upstream.statusMessage,
    model: upstream.providedModelName ?? upstream.model,
    started_at: upstream.startTime,
    ended_at: upstream.endTime,
    latency_ms: latencyMs(upstream),
    input: rawText(upstream.input),
    output: rawText(upstream.output),
    input_tokens,
    output_tokens,
    total_tokens: stated ?? plus(input_tokens, output_tokens),
    cost_usd: costUsd(upstream),
    environment: upstream.environment,
    release: upstream.release,
    version: upstream.version,
    prompt_name: upstream.promptName,
    prompt_version: upstream.promptVersion,
    session_id: upstream.sessionId,
    user_id: upstream.userId,
    tags: upstream.tags,
    is_root: upstream.isRootObservation ?? upstream.parentObservationId === null,
    metadata: jsonText(upstream.metadata),
  };
}

/** Langfuse splits a side into kinds (`input`, `input_cached_tokens`, …) that do not contain each other. */
function tokensOf(upstream: UpstreamObservation, side: "input" | "output"): number | null {
  const kinds = Object.entries(upstream.usageDetails).filter(([kind]) => kind.startsWith(side));
  const counts = kinds.map(([, count]) => wholeNumber(count));
  // v1 writes 0 where nothing was counted.
  return counts.reduce(plus, null) ?? (upstream.usage?.[side] || null);
}

function wholeNumber(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}

function plus(left: number | null, right: number | null): number | null {
  return left === null || right === null ? (left ?? right) : left + right;
}

function latencyMs({ latency, startTime, endTime }: UpstreamObservation): number | null {
  // To the microsecond: seconds times 1000 in floating point carries noise behind it.
  if (latency !== null) return Math.round(latency * 1e6) / 1e3;
  return endTime === null ? null : Date.parse(endTime) - Date.parse(startTime);
}
