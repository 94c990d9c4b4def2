/** A vendor's refusal or failure, with what the engine needs to decide what to do next. */
import { SentinelError } from "../errors.ts";

export type UpstreamKind =
  /** 401, 403 without a rate limit: no retry helps. */
  | "denied"
  /** Limits: try again at `retry_at`. */
  | "limited"
  /** The vendor gave up on a window that was too large: halve it. */
  | "too_large"
  /** A cursor that is no longer valid: start the slice again. */
  | "cursor_expired"
  /** Anything that may pass: 5xx, resets, time-outs, broken bodies. */
  | "unavailable"
  /** The answer is well-formed and not what the API documents. */
  | "unexpected"
  /** The request budget of this run is spent. */
  | "budget";

export class UpstreamError extends SentinelError {
  readonly kind: UpstreamKind;
  readonly status: number | undefined;
  readonly retry_at: Date | undefined;

  constructor(
    kind: UpstreamKind,
    message: string,
    options?: { cause?: unknown; hint?: string; status?: number; retry_at?: Date },
  ) {
    super("upstream", message, options);
    this.name = "UpstreamError";
    this.kind = kind;
    this.status = options?.status;
    this.retry_at = options?.retry_at;
  }
}
