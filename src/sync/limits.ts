import { z } from "zod";

/** The knobs of `settings.json` `sync`. A knob left out takes the default shown here. */
export const SyncLimits = z.strictObject({
  /** How far back the first sync of a table reaches; `--since` overrides it. */
  history_days: z.number().positive().default(14),
  /** Attempts at requests, per connection and run. What is left over is fetched by the next run. */
  request_budget: z.int().positive().default(5_000),
  /** Requests under way at once, per connection; by default the figure of the source. */
  page_concurrency: z.int().positive().optional(),
  /** Retries after the first attempt at a request. Waits that the vendor asks for are not counted. */
  retries: z.int().min(0).default(4),
  /** The pause before the first retry; it doubles with each one, with jitter on top. */
  retry_base_ms: z.int().positive().default(500),
  /** One attempt, from connecting to the last byte of the body. */
  attempt_ms: z.int().positive().default(30_000),
  /** The longest silence within a body. */
  idle_ms: z.int().positive().default(15_000),
  /** No further attempt at a request starts once its attempts have taken this long together. */
  request_ms: z.int().positive().default(60_000),
  /** One page of a source, with all its requests, retries and waits: the last guard against a hang. */
  page_ms: z.int().positive().default(600_000),
  /** Waits asked for by rate limits, added up over one request; past it the connection stops until the next run. */
  longest_wait_ms: z.int().min(0).default(120_000),
  /** Slices of a table that may fail one after another; the rest is left to the next run. */
  give_up_after: z.int().positive().default(3),
  /** The largest body that is read, after decompression. */
  body_bytes: z
    .int()
    .positive()
    .default(64 * 1024 * 1024),
});
export type SyncLimits = z.infer<typeof SyncLimits>;
