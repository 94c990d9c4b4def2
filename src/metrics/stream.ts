/** How fast what arrives is judged. */
import { Counter, Histogram, type Registry } from "prom-client";

import type { StreamMeasures } from "../stream/open-stream.ts";

/** Seconds. */
const BUCKETS = [0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.12, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Registers the metrics; what is answered counts. */
export function registerStream(registry: Registry): StreamMeasures {
  const registers = [registry];
  const judgements = new Counter({
    name: "sentinel_stream_judgements_total",
    help: "Judgements of what arrived, by outcome: quiet, found, not_judged or failed",
    labelNames: ["detector", "outcome"],
    registers,
  });
  const duration = new Histogram({
    name: "sentinel_stream_duration_seconds",
    help: "How long a judgement of what arrived takes",
    labelNames: ["detector"],
    buckets: BUCKETS,
    registers,
  });
  const lag = new Histogram({
    name: "sentinel_stream_lag_seconds",
    help: "From the arrival of a request until a detector has judged it",
    labelNames: ["detector"],
    buckets: BUCKETS,
    registers,
  });
  const skipped = new Counter({
    name: "sentinel_stream_skipped_total",
    help: "Transactions of the intake that were not judged as they came: off, or unread by detectors that judge streams",
    labelNames: ["reason"],
    registers,
  });
  return {
    judged(detector, { outcome, took_ms, arrived }, now) {
      judgements.inc({ detector, outcome });
      duration.observe({ detector }, took_ms / 1_000);
      if (outcome !== "quiet" && outcome !== "found") return;
      for (const at of arrived.received_at)
        lag.observe({ detector }, Math.max(0, now.getTime() - at) / 1_000);
    },
    skipped: (reason) => skipped.inc({ reason }),
  };
}
