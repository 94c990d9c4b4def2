/** Observations for tests: a row of langfuse_observations with what a test cares about, the rest plausible. */
import type { Batch, Row } from "../../src/contracts/ingest.ts";

export function observation(values: Row & { observation_id: string; started_at: string }): Row {
  return {
    trace_id: `trace-${values.observation_id}`,
    parent_observation_id: null,
    type: "GENERATION",
    name: "answer",
    trace_name: null,
    level: "DEFAULT",
    status_message: null,
    model: "gpt-4o",
    ended_at: null,
    latency_ms: null,
    input: null,
    output: null,
    input_tokens: 100,
    output_tokens: 10,
    total_tokens: 110,
    cost_usd: "0.0012",
    environment: "production",
    release: null,
    version: null,
    prompt_name: null,
    prompt_version: null,
    session_id: null,
    user_id: null,
    tags: [],
    is_root: true,
    metadata: null,
    ...values,
  };
}

/** A complete slice of one table, of the default connection and of a fixed moment of fetching. */
export function batchOf(table: string, rows: Row[], values: Partial<Batch> = {}): Batch {
  return {
    connection: "main",
    table,
    rows: { [table]: rows },
    slice: { from: new Date("2026-08-01T00:00:00Z"), to: new Date("2026-08-02T00:00:00Z") },
    state: "complete",
    api: "v2/test",
    rejected: 0,
    error: null,
    fetched_at: new Date("2026-08-03T00:00:00Z"),
    ...values,
  };
}
