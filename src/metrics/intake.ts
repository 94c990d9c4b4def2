/** What the OTLP intake takes, refuses and has still to bring into the lake. */
import { Counter, Histogram, type Registry } from "prom-client";

import type { Sentinel } from "../main.ts";
import type { Taken } from "../receive/otlp/intake.ts";
import type { Landed } from "../receive/otlp/landed.ts";
import { LAG_BUCKETS } from "./lag-buckets.ts";
import { readGauge } from "./read-gauge.ts";

/** Seconds, and never 0 while there is something left. */
const lagIn = (ms: number | undefined) => (ms === undefined ? 0 : Math.max(ms, 1) / 1_000);

/** Registers the metrics and has them told of each request. Reasons are of a fixed list, never a sender's words. */
export function registerIntake(
  registry: Registry,
  { intake, on_intake, on_landing, now }: Pick<Sentinel, "intake" | "on_intake" | "on_landing" | "now">,
): void {
  const registers = [registry];
  const accepted = new Counter({
    name: "sentinel_otlp_accepted_total",
    help: "Spans, log records and metric points that were stored, repeats included",
    labelNames: ["signal"],
    registers,
  });
  const refused = new Counter({
    name: "sentinel_otlp_refused_total",
    help: "Spans, log records and metric points that were not taken, by the reason",
    labelNames: ["signal", "reason"],
    registers,
  });
  const cut = new Counter({
    name: "sentinel_otlp_cut_attributes_total",
    help: "Attributes of spans that were longer than is kept",
    registers,
  });
  const bytes = new Counter({
    name: "sentinel_otlp_bytes_total",
    help: "Bytes of requests that were taken, as they came",
    labelNames: ["signal"],
    registers,
  });
  // Nobody is made to open the intake by looking at it.
  const opened = async () => (intake.called() ? await intake() : undefined);
  readGauge(registry, {
    name: "sentinel_otlp_pending_bytes",
    help: "Bytes of requests that are not in the lake yet, unpacked",
    read: async () => [{ value: (await opened())?.budget.used ?? 0 }],
  });
  readGauge(registry, {
    name: "sentinel_otlp_lag_seconds",
    help: "Age of the oldest request that is acknowledged and not in the lake, 0 when there is none",
    read: async () => [{ value: lagIn((await opened())?.lag_ms()) }],
  });
  readGauge(registry, {
    name: "sentinel_otlp_log_bytes",
    help: "Size of the intake's log on disk",
    read: async () => [{ value: (await (await opened())?.log_bytes()) ?? 0 }],
  });
  readGauge(registry, {
    name: "sentinel_otlp_rejected",
    help: "Rows and requests that were acknowledged, can never be stored and were put aside since the start",
    read: async () => [{ value: (await opened())?.rejected() ?? 0 }],
  });
  const landed = new Histogram({
    name: "sentinel_otlp_landed_seconds",
    help: "From the arrival of a request until its rows are in the lake",
    buckets: LAG_BUCKETS,
    registers,
  });
  on_landing(({ received_at }: Landed) => {
    const at = now().getTime();
    for (const received of received_at) landed.observe(Math.max(0, at - received) / 1_000);
  });
  on_intake(({ signal, ...taken }: Taken) => {
    accepted.inc({ signal }, taken.accepted);
    bytes.inc({ signal }, taken.bytes);
    cut.inc(taken.cut);
    for (const [reason, count] of taken.refused) refused.inc({ signal, reason }, count);
  });
}
