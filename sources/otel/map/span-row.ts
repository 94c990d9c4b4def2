import type { SpanColumns } from "../span-columns.ts";
import type { Span } from "../span.ts";
import { attributesJson, isoOf, LONGEST_TEXT } from "./column-text.ts";
import { costOf } from "./cost.ts";
import { messagesOfEvents, messagesOfParts } from "./messages.ts";
import { PAID, TYPE_WORDS, UNTYPED_CALL } from "./observation-types.ts";
import { pick, textIn, countIn, type Picked } from "./pick.ts";
import { resourceColumns } from "./resource-columns.ts";
import { usageOf } from "./usage.ts";

const KINDS = [null, "internal", "server", "client", "producer", "consumer"];
const STATUSES = ["unset", "ok", "error"];

/** A span as its row, and how many of its attributes were too long and are cut. */
export function spanRow(span: Span): { row: SpanColumns; cut: number } {
  const picked = pick(span.attributes);
  pickFromEvents(picked, span);
  const resource = resourceColumns(span.resource);
  const type = typeOf(picked);
  const started_at = isoOf(span.start_us);
  const ended = span.end_us >= span.start_us;
  const model = textIn(picked, "model");
  const paid = type !== null && PAID.has(type);
  const usage = paid ? usageOf(picked) : { input: null, output: null, cached: null, total: null };
  const cost = paid ? costOf(picked, model, usage, started_at) : null;
  const failed = span.status_code === 2;
  const text = (field: Parameters<typeof textIn>[1]) => textIn(picked, field);
  const is_root = span.parent_span_id === "";
  const attributes = attributesJson(span.attributes, picked.sources.input, picked.sources.output);
  const row: SpanColumns = {
    trace_id: span.trace_id,
    span_id: span.span_id,
    parent_span_id: is_root ? null : span.parent_span_id,
    name: nameOf(span, picked, type),
    kind: KINDS[span.kind] ?? null,
    status: STATUSES[span.status_code] ?? "unset",
    status_message: text("status_message") ?? (span.status_message || (failed ? text("error_type") : null)),
    service_name: resource.service_name,
    scope: span.scope.version === "" ? span.scope.name || null : `${span.scope.name} ${span.scope.version}`,
    started_at,
    ended_at: ended ? isoOf(span.end_us) : null,
    duration_ms: ended ? (span.end_us - span.start_us) / 1_000 : null,
    type,
    level: failed ? "ERROR" : (text("level")?.toUpperCase() ?? "DEFAULT"),
    trace_name: text("trace_name"),
    agent_name: text("agent_name"),
    provider: text("provider"),
    model,
    input: cutText(sideOf(span, picked, "input", is_root)),
    output: cutText(sideOf(span, picked, "output", is_root)),
    input_tokens: usage.input,
    output_tokens: usage.output,
    total_tokens: usage.total,
    cost_usd: cost?.usd ?? null,
    cost_from: cost?.from ?? null,
    environment: text("environment") ?? resource.environment,
    release: text("release") ?? resource.release,
    version: text("version"),
    prompt_name: text("prompt_name"),
    prompt_version: countIn(picked, "prompt_version"),
    session_id: text("session_id") ?? resource.session_id,
    user_id: text("user_id") ?? resource.user_id,
    tags: tagsOf(picked),
    is_root,
    metadata:
      picked.metadata === undefined
        ? (text("observation_metadata") ?? text("trace_metadata"))
        : JSON.stringify(picked.metadata),
    in_langfuse: false,
    attributes: attributes.json,
    resource: resource.json,
    events:
      span.events.length === 0
        ? null
        : JSON.stringify(span.events.map(({ at_us, ...event }) => ({ ...event, at: isoOf(at_us) }))),
    links: span.links.length === 0 ? null : JSON.stringify(span.links),
  };
  return { row, cut: attributes.cut };
}

function typeOf(picked: Picked): string | null {
  for (const { field, words } of TYPE_WORDS) {
    const word = picked.values[field];
    const known = typeof word === "string" ? word.toLowerCase() : "";
    if (Object.hasOwn(words, known)) return words[known] ?? null;
  }
  if (UNTYPED_CALL.every((field) => picked.values[field] !== undefined)) return "GENERATION";
  return picked.llm ? "SPAN" : null;
}

/** What is said in events counts where no attribute of the span says it. */
function pickFromEvents(picked: Picked, { events }: Span): void {
  for (const { attributes } of events) {
    const { values } = pick(attributes);
    for (const field of ["input", "output", "status_message"] as const) {
      const value = values[field];
      if (value !== undefined) picked.values[field] ??= value;
    }
  }
}

function nameOf(span: Span, picked: Picked, type: string | null): string | null {
  const called = type === "TOOL" ? (textIn(picked, "tool_name") ?? textIn(picked, "entity_name")) : null;
  return called ?? (span.name || null);
}

function sideOf(span: Span, picked: Picked, side: "input" | "output", is_root: boolean): string | null {
  return (
    textIn(picked, side) ??
    messagesOfParts(picked, side) ??
    messagesOfEvents(span.events, side) ??
    (is_root ? textIn(picked, `trace_${side}`) : null)
  );
}

const cutText = (text: string | null) =>
  text !== null && text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text;

function tagsOf(picked: Picked): string[] | null {
  const { tags } = picked.values;
  if (typeof tags === "string") return [tags];
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : null;
}
