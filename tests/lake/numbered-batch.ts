import type { Batch } from "../../src/contracts/ingest.ts";
import { batchOf, observation } from "./observations.ts";

export const ROWS = 300;
const START = Date.parse("2026-08-01T00:00:00Z");
const SLICE_MS = 60_000;

/** Batch n: its own minute, its own trace and cost, and the one row that every batch replaces. */
export function numberedBatch(number: number): Batch {
  const at = START + number * SLICE_MS;
  const rows = Array.from({ length: ROWS }, (_, index) =>
    observation({
      observation_id: `${number}-${index}`,
      trace_id: `trace-${number}`,
      started_at: new Date(at + index).toISOString(),
      input: `${number} `.repeat(200),
    }),
  );
  const counter = observation({
    observation_id: "counter",
    trace_id: "counter",
    started_at: new Date(at).toISOString(),
    input_tokens: number,
  });
  return batchOf("langfuse_observations", [...rows, counter], {
    slice: { from: new Date(at), to: new Date(at + SLICE_MS) },
    fetched_at: new Date(at + SLICE_MS),
    watermark: new Date(at + SLICE_MS),
  });
}

export const watermarkOf = (number: number) => new Date(START + (number + 1) * SLICE_MS);
