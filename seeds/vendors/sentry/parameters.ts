/** Query parameters of Sentry: which an endpoint knows, windows of time, page sizes, environments, projects. */
import { microsOf } from "../time-index.ts";
import { Refusal } from "../vendor.ts";

export function badRequest(detail: string): Refusal {
  return new Refusal(400, { detail });
}

/** Refuses parameters that the endpoint's specification does not list. */
export function allowOnly(params: URLSearchParams, ...names: string[]): void {
  for (const name of params.keys()) {
    if (!names.includes(name)) throw badRequest(`Unrecognized parameter: ${name}`);
  }
}

/** `limit` or `per_page`; 100 is both the default and the most. */
export function pageSize(params: URLSearchParams, name: "limit" | "per_page"): number {
  const text = params.get(name);
  if (text === null) return 100;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > 100) {
    throw badRequest(`Invalid ${name} value. Must be between 1 and 100.`);
  }
  return size;
}

export type Span = { from: number | undefined; to: number | undefined };

/** `statsPeriod`, else `start` and `end` (both or none), as microseconds: `[from, to)`. */
export function timeSpan(params: URLSearchParams, now: Date): Span {
  const period = params.get("statsPeriod");
  if (period !== null && period !== "") {
    const ms = periodMs(period);
    if (ms === undefined) throw badRequest("Invalid statsPeriod");
    return { from: (now.getTime() - ms) * 1000, to: now.getTime() * 1000 };
  }
  const start = params.get("start");
  const end = params.get("end");
  if (start === null && end === null) return { from: undefined, to: undefined };
  if (start === null || end === null) throw badRequest("start and end are both required");
  const span = { from: microsOf(start), to: microsOf(end) };
  if (span.from === undefined) throw badRequest("Invalid start: not an ISO-8601 date");
  if (span.to === undefined) throw badRequest("Invalid end: not an ISO-8601 date");
  if (span.from > span.to) throw badRequest("start must be before end");
  return span;
}

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `14d`, `24h`, `30m`, `90s`, `2w` in ms. */
export function periodMs(period: string): number | undefined {
  const [, count, unit] = /^(\d+)([smhdw])$/.exec(period) ?? [];
  return unit === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 0);
}

/** A test for `project=` (ids or slugs; -1 is all). */
export function projectTest(
  params: URLSearchParams,
): (project: { id: string; slug: string } | undefined) => boolean {
  const asked = params.getAll("project");
  if (asked.length === 0 || asked.includes("-1")) return () => true;
  return (project) => project !== undefined && (asked.includes(project.id) || asked.includes(project.slug));
}
