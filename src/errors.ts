import { redact } from "./secrets/redact.ts";

/**
 * Every failure a person may read. `code` decides the HTTP status and the exit code (each mapped in one
 * place), `message` says what happened and where, `hint` what to do about it. Both are free of secrets from birth: the words
 * of vendors go into many of them, and nobody who shows an error should have to think of that.
 */
export type ErrorCode =
  | "usage"
  | "not_found"
  | "conflict"
  | "invalid"
  /** Who are you? */
  | "unauthorized"
  /** You may not. */
  | "forbidden"
  | "too_large"
  | "too_many"
  | "upstream"
  | "incomplete"
  | "busy"
  | "internal";

export class SentinelError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; hint?: string }) {
    super(redact(message), options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SentinelError";
    this.code = code;
    this.hint = options?.hint === undefined ? undefined : redact(options.hint);
  }
}

/** The text of anything thrown, for a log line or a ledger row. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
