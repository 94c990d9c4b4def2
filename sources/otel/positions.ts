import { z } from "zod";

import * as column from "../../src/contracts/columns.ts";
import { defineTable } from "../../src/contracts/table.ts";

/**
 * How far the log of the intake is in the lake. Written with the rows it tells of, so that a replay begins behind them, and in
 * place: see `position` of a batch.
 */
export const otelPositions = defineTable({
  name: "otel_positions",
  grain: "one row: up to where the log of the OTLP intake is in the lake",
  key: ["log"],
  time: "applied_at",
  time_moves: true,
  lookback_minutes: 0,
  from: "otel_spans",
  row: z.object({
    log: column.id("The log: intake"),
    segment: column.int("Number of the segment file"),
    offset: column.int("Bytes of that file that are in the lake"),
    applied_at: column.time("When that was written, UTC"),
  }),
  map: () => [],
});
