import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import { defineTable } from "../../src/contracts/table.ts";
import { readExport } from "./json/read-export.ts";
import { logRowsOf } from "./log-rows.ts";

/** Log records of OpenTelemetry that belong to a trace. Those of no trace are not kept: nothing here could join them. */
export const otelLogs = defineTable({
  name: "otel_logs",
  grain: "one row per log record of a trace",
  key: ["log_id"],
  time: "logged_at",
  time_moves: false,
  lookback_minutes: 0,
  pushed: { endpoint: "POST /v1/logs", with: "otel_spans" },
  row: z.object({
    log_id: column.id("Hash of the record: the same record sent twice is one row"),
    trace_id: column.text("Trace it belongs to; joins to otel_spans.trace_id"),
    span_id: column.text("Span it belongs to; null when it names none"),
    logged_at: column.time("When it happened, else when it was observed, UTC"),
    severity: column.text("TRACE, DEBUG, INFO, WARN, ERROR or FATAL"),
    event_name: column.text("Name of the event, such as gen_ai.user.message"),
    body: column.text("The message; anything else than text is JSON text"),
    service_name: column.text("Service that sent it (service.name)"),
    attributes: column.json("Attributes of the record"),
  }),
  map: (item) => logRowsOf(readExport(item, "resourceLogs")).rows,
});
