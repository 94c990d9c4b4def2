/**
 * Every failure a person may read. `code` decides the HTTP status and the exit code (each mapped in one
 * place), `message` says what happened and where, `hint` what to do about it.
 */
export type ErrorCode =
  | "usage"
  | "not_found"
  | "conflict"
  | "invalid"
  | "unauthorized"
  | "upstream"
  | "incomplete"
  | "busy"
  | "internal";

export class SentinelError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; hint?: string }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "SentinelError";
    this.code = code;
    this.hint = options?.hint;
  }
}

/** The text of anything thrown, for a log line or a ledger row. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
