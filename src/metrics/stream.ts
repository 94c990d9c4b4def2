/** How fast what arrives is judged. */
import { Counter, Histogram, type Registry } from "prom-client";

import type { StreamMeasures } from "../stream/open-stream.ts";
import { LAG_BUCKETS } from "./lag-buckets.ts";

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
    buckets: LAG_BUCKETS,
    registers,
  });
  const lag = new Histogram({
    name: "sentinel_stream_lag_seconds",
    help: "From the arrival of a request until a detector has judged it",
    labelNames: ["detector"],
    buckets: LAG_BUCKETS,
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
