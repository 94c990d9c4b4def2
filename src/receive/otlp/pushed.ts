import type { Batch, Row } from "../../contracts/ingest.ts";
import { CONNECTION, SPANS } from "./names.ts";

/**
 * A batch as the coverage ledger sees it. What is pushed is covered from the first moment on: there is nothing that we could
 * have fetched and did not.
 */
export const pushed = (rows: Record<string, Row[]>, to: Date): Batch => ({
  connection: CONNECTION,
  table: SPANS,
  rows,
  slice: { from: new Date(0), to },
  state: "complete",
  api: "otlp",
  rejected: 0,
  error: null,
  fetched_at: to,
});
