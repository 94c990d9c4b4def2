import ms, { type StringValue } from "ms";

import { SentinelError } from "../errors.ts";

/** `7d`, `90m` before now, or an ISO time. Throws `usage` for anything else. */
export function parseSince(text: string, now: Date): Date {
  const span = spanOf(text);
  return span === undefined ? parseMoment(text, "--since") : new Date(now.getTime() - span);
}

/** `4h`, `2d` from now, or an ISO time. Throws `usage` for anything else. */
export function parseUntil(text: string, now: Date): Date {
  const span = spanOf(text);
  return span === undefined ? parseMoment(text, "--for") : new Date(now.getTime() + span);
}

function spanOf(text: string): number | undefined {
  const span = /^\d+(\.\d+)?\s?[a-z]+$/i.test(text) ? ms(text as StringValue) : undefined;
  return Number.isFinite(span) ? span : undefined;
}

/** An ISO 8601 time; one without a zone is taken as UTC. Throws `usage`. */
export function parseMoment(text: string, option: string): Date {
  const zoned = /^\d{4}-\d{2}-\d{2}$|(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`;
  const moment = new Date(zoned);
  if (/^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(moment.getTime())) return moment;
  throw new SentinelError("usage", `${option} "${text}" is neither a time nor a span`, {
    hint: "give 2026-08-20T14:30:00Z, or where a span fits, one such as 90m, 12h, 7d",
  });
}
