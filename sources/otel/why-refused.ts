import type { Span } from "./span.ts";

/** Before OpenTelemetry there were no spans: such a time is a clock that was never set. */
const EARLIEST_US = Date.parse("2010-01-01T00:00:00Z") * 1_000;
const DAY_US = 86_400_000_000;
const TRACE = /^(?!0{32})[0-9a-f]{32}$/;
const SPAN = /^(?!0{16})[0-9a-f]{16}$/;

/**
 * Why a span cannot be taken; undefined when it can. The words are few and fixed: they are a label of metrics. `now` in
 * milliseconds, undefined where a file of another day is read.
 */
export function whyRefused(span: Span, now: number | undefined): string | undefined {
  const { trace_id, span_id, parent_span_id, start_us, bad, resource } = span;
  if (bad !== undefined) return bad;
  if (resource.bad !== undefined) return resource.bad;
  if (!TRACE.test(trace_id)) return "the trace id is not 16 bytes";
  if (!SPAN.test(span_id)) return "the span id is not 8 bytes";
  if (parent_span_id !== "" && !SPAN.test(parent_span_id)) return "the parent span id is not 8 bytes";
  if (start_us < EARLIEST_US) return "the start is before 2010";
  if (now !== undefined && start_us > now * 1_000 + DAY_US) return "the start is more than a day ahead";
  return undefined;
}
