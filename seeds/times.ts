/**
 * Where the times of a seed row are, and how they are moved. A time is a value that looks like one under a
 * key that is named like one, outside of payloads: what an agent said or a person wrote is never touched.
 */
import { isRow, type SeedRow } from "./row.ts";

/** `2026-08-01T10:00:00.123456Z`, `2026-08-01 10:00:00.000 Z`, `2026-08-01T12:00+02:00`; no zone is UTC. */
const ISO =
  /^(\d{4}-\d{2}-\d{2})([T ])(\d{2}:\d{2})((?::\d{2}(?:[.,]\d+)?)?)(\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?)$/;
const SLACK_TS = /^(\d{9,11})((?:\.\d{1,6})?)$/;

const TIME_KEY =
  /[tT]ime|TIME|[dD]ate|DATE|[sS]een|[sS]tamp|[uU]ntil|[eE]xpire|(?:_at|At|_AT|_on)$|^(?:firstEvent|lastEvent|received|start|end|started|ended|created|updated|completed|scheduled|finished)$/;
const SLACK_TS_KEY = /^(?:(?:thread_|event_|message_)?ts|latest_reply|last_read|oldest|latest)$/;
/** Slack counts `created` in seconds, `updated` in milliseconds. */
const EPOCH_KEY = /^(?:created|updated|last_set|date_create|date_delete)$/;

/** Free text, ids and payloads, compared in lower case without `_` and `-`. Nothing below them is a time. */
const PAYLOAD_KEYS = new Set(
  (
    "input output text message messages body bodytext title displaytitle metadata errormessage querytext querytag " +
    "returnvalue comment prompt config statusmessage description content value name culprit summary patch blocks " +
    "attachments contexts extra entries tags labels data args arguments result payload modelparameters stats release version ref"
  ).split(" "),
);

type Holder = Record<string, unknown> | unknown[];
type Visit = (time: string | number, holder: Holder, key: string) => void;

/** Calls `visit` for every time of a row; `slack` also knows its `ts` strings and epoch numbers. */
export function eachTime(row: SeedRow, slack: boolean, visit: Visit): void {
  walk(row, slack, visit);
}

function walk(node: Holder, slack: boolean, visit: Visit): void {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === "string" || typeof value === "number") {
      if (isTime(key, value, slack)) visit(value, node, key);
    } else if ((Array.isArray(value) || isRow(value)) && !isPayload(key, value)) {
      walk(value, slack, visit);
    }
  }
}

function isPayload(key: string, value: Holder): boolean {
  if (!PAYLOAD_KEYS.has(key.toLowerCase().replaceAll(/[_-]/g, ""))) return false;
  // GitHub's `commit.message` is text; an object under such a key (Sentry's `release`) is not free text, unless it is a payload.
  return !(key === "release" && isRow(value));
}

function isTime(key: string, value: string | number, slack: boolean): boolean {
  if (typeof value === "number") return slack && EPOCH_KEY.test(key) && value > 1e8;
  if (slack && SLACK_TS_KEY.test(key)) return SLACK_TS.test(value);
  // A cheap look first: seeds have millions of strings.
  if (value.length < 16 || value.length > 40 || value.charCodeAt(4) !== 45) return false;
  return (
    TIME_KEY.test(key) && !PAYLOAD_KEYS.has(key.toLowerCase().replaceAll(/[_-]/g, "")) && ISO.test(value)
  );
}

/** The moment a time stands for, in ms since the epoch. */
export function momentOf(time: string | number): number {
  if (typeof time === "number") return time < 1e11 ? time * 1000 : time;
  const slack = SLACK_TS.exec(time);
  if (slack !== null) return Number(time) * 1000;
  const [, date, , minutes, seconds, zone] = ISO.exec(time) ?? [];
  const fixed = (zone ?? "")
    .trim()
    .replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours, rest) => `${hours}:${rest ?? "00"}`);
  return Date.parse(`${date}T${minutes}${(seconds ?? "").replace(",", ".")}${fixed === "" ? "Z" : fixed}`);
}

/** The time moved by whole minutes, in the same form: separators, digits of the fraction and zone stay. */
export function shiftTime(time: string | number, shift_ms: number): string | number {
  if (typeof time === "number") return time < 1e11 ? time + shift_ms / 1000 : time + shift_ms;
  const slack = SLACK_TS.exec(time);
  if (slack !== null) return `${Number(slack[1]) + shift_ms / 1000}${slack[2]}`;
  const [, date, separator, minutes, seconds, zone] = ISO.exec(time) ?? [];
  // The wall clock is moved within its own zone, so the offset needs no arithmetic.
  const moved = new Date(Date.parse(`${date}T${minutes}Z`) + shift_ms).toISOString();
  return `${moved.slice(0, 10)}${separator}${moved.slice(11, 16)}${seconds}${zone}`;
}
