import type { ErrorCode } from "../errors.ts";

/**
 * Exit codes: 0 done, 1 error, 2 wrong usage, 3 findings, 4 some source failed, 75 busy: try later (sysexits
 * EX_TEMPFAIL), 130 and 143 ended by a signal, as shells say it: a script around the command should end as well.
 */
export const EXIT = {
  done: 0,
  error: 1,
  usage: 2,
  findings: 3,
  partial: 4,
  busy: 75,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

const OF_CODE = {
  usage: EXIT.usage,
  not_found: EXIT.usage,
  invalid: EXIT.usage,
  conflict: EXIT.error,
  unauthorized: EXIT.error,
  forbidden: EXIT.error,
  too_large: EXIT.error,
  too_many: EXIT.busy,
  upstream: EXIT.error,
  incomplete: EXIT.error,
  internal: EXIT.error,
  busy: EXIT.busy,
} as const satisfies Record<ErrorCode, number>;

export function exitCodeOf(code: ErrorCode): number {
  return OF_CODE[code];
}
