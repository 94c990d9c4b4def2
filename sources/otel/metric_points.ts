import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { readExport } from "./json/read-export.ts";
import { metricRowsOf } from "./metric-rows.ts";

/**
 * Points of the GenAI metrics of OpenTelemetry: tokens and durations of model calls, for applications that send metrics and no
 * spans. Other metrics are not kept. Upstream: opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics.
 */
export const otelMetricPoints = defineTable({
  name: "otel_metric_points",
  grain: "one row per point of a metric gen_ai.client.token.usage or gen_ai.client.operation.duration",
  key: ["point_id"],
  time: "measured_at",
  time_moves: false,
  lookback_minutes: 0,
  pushed: { endpoint: "POST /v1/metrics", with: "otel_spans" },
  row: z.object({
    point_id: column.id("Hash of series and time: the same point sent twice is one row"),
    metric: column.text("Name of the metric"),
    unit: column.text("Its unit: {token} or s"),
    temporality: column.text("delta: since began_at of this point; cumulative: since the application began"),
    began_at: column.at("Start of what the point sums up, UTC"),
    measured_at: column.time("End of what the point sums up, UTC"),
    count: column.int("Calls"),
    sum: column.real("Sum over the calls, in the unit"),
    min: column.real("Least of a call, where sent"),
    max: column.real("Most of a call, where sent"),
    service_name: column.text("Service that sent it (service.name)"),
    provider: column.text("Provider of the model"),
    model: column.text("Model that answered, else the one asked for"),
    operation: column.text("chat, embeddings, …"),
    token_type: column.text("input or output, of token.usage"),
    error_type: column.text("Kind of failure, of operation.duration"),
    attributes: column.json("Attributes of the point"),
  }),
  map: (item) => metricRowsOf(readExport(item, "resourceMetrics")).rows,
});
