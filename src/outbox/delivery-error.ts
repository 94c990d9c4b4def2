import { SentinelError } from "../errors.ts";

/**
 * A letter that did not get through, with what the outbox needs to decide what comes next. `permanent`: the other
 * side said no and will again. Otherwise it is tried later, not before `retry_after_ms` when the other side named one.
 */
export class DeliveryError extends SentinelError {
  readonly permanent: boolean;
  readonly retry_after_ms: number | undefined;

  constructor(
    message: string,
    options?: { permanent?: boolean; retry_after_ms?: number | undefined; cause?: unknown; hint?: string },
  ) {
    super("upstream", message, options);
    this.name = "DeliveryError";
    this.permanent = options?.permanent ?? false;
    this.retry_after_ms = options?.retry_after_ms;
  }
}
