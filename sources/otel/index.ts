import type { AnyTable } from "../../src/contracts/table.ts";
import { otelLogs } from "./logs.ts";
import { otelMetricPoints } from "./metric_points.ts";
import { otelPositions } from "./positions.ts";
import { otelSpans } from "./spans.ts";

/** Tables of what OpenTelemetry's SDKs and collectors send to us. */
export const otelTables: AnyTable[] = [otelSpans, otelMetricPoints, otelLogs, otelPositions];
