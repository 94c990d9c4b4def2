import { SentinelError } from "../../src/errors.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { readExport } from "./json/read-export.ts";
import { spansOf } from "./json/read-spans.ts";
import { spanRow } from "./map/span-row.ts";
import { whyRefused } from "./why-refused.ts";
import { SpanColumns } from "./span-columns.ts";

/**
 * Spans of OpenTelemetry as agents send them, with the columns that an LLM call has where a span is one. Upstream:
 * opentelemetry.io/docs/specs/otlp; one upstream item is one export request in OTLP/JSON, as the Collector's file
 * exporter writes it.
 */
export const otelSpans = defineTable({
  name: "otel_spans",
  grain: "one row per span",
  key: ["trace_id", "span_id"],
  time: "started_at",
  time_moves: false,
  lookback_minutes: 0,
  pushed: { endpoint: "POST /v1/traces", with: "otel_spans" },
  row: SpanColumns,
  map: (item) =>
    spansOf(readExport(item, "resourceSpans")).map((span) => {
      const why = whyRefused(span, undefined);
      if (why !== undefined) throw new SentinelError("invalid", why);
      return spanRow(span).row;
    }),
});
