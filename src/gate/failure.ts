import { ActionFailure } from "../contracts/action.ts";
import { UpstreamError } from "../contracts/upstream-error.ts";
import { SentinelError } from "../errors.ts";

/**
 * Whether a live re-read that failed may go better later. An answer such as "it is gone" or "you may not" will not; a
 * token that this process lacks (`invalid`) another process may have.
 */
export function mayPass(error: unknown): boolean {
  if (error instanceof ActionFailure) return error.kind !== "refused";
  if (error instanceof UpstreamError) return error.kind !== "denied";
  return !(error instanceof SentinelError) || ["busy", "upstream", "invalid"].includes(error.code);
}

/** The moment before which the vendor does not want to be called again; undefined when it did not say. */
export function retryAt(error: unknown, at: Date): Date | undefined {
  if (error instanceof UpstreamError) return error.retry_at;
  if (!(error instanceof ActionFailure) || error.retry_after_ms === undefined) return undefined;
  return new Date(at.getTime() + error.retry_after_ms);
}
