import { expect, it } from "vitest";

import { askedWait, untilReset } from "../../../src/sync/http/rate-limits.ts";

const now = new Date("2026-11-22T10:00:00Z");
/** A vendor whose clock is three hours off. */
const VENDOR = "Sun, 22 Nov 2026 13:00:00 GMT";
const VENDOR_S = Date.parse(VENDOR) / 1_000;

it.each<[string, Record<string, string>, number | undefined]>([
  ["seconds", { "retry-after": "7" }, 7_000],
  ["part of a second", { "retry-after": "0.25" }, 250],
  ["a date by our clock", { "retry-after": "Sun, 22 Nov 2026 10:00:09 GMT" }, 9_000],
  ["a date by the vendor's clock", { "retry-after": "Sun, 22 Nov 2026 13:00:09 GMT", date: VENDOR }, 9_000],
  ["a date that is past", { "retry-after": "Sun, 22 Nov 2026 09:00:00 GMT" }, 0],
  ["no sense", { "retry-after": "soon" }, undefined],
  ["no header", {}, undefined],
  ["a year", { "retry-after": "31536000" }, 7 * 24 * 3_600_000],
  [
    "GitHub's reset",
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(VENDOR_S + 30), date: VENDOR },
    30_000,
  ],
  [
    "a reset while some are left",
    { "x-ratelimit-remaining": "5", "x-ratelimit-reset": String(VENDOR_S + 30) },
    undefined,
  ],
  [
    "Sentry's reset",
    { "x-sentry-rate-limit-remaining": "0", "x-sentry-rate-limit-reset": String(VENDOR_S + 2), date: VENDOR },
    2_000,
  ],
  [
    "Langfuse's reset",
    {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "Sun Nov 22 2026 10:00:20 GMT+0000 (Coordinated Universal Time)",
    },
    20_000,
  ],
  [
    "Retry-After before a reset",
    { "retry-after": "1", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "90" },
    1_000,
  ],
])("reads %s", (_name, headers, wait) => {
  expect(askedWait(new Headers(headers), now)).toBe(wait);
});

it.each([
  ["seconds that remain", "45", 45_000],
  ["epoch seconds", String(now.getTime() / 1_000 + 5), 5_000],
  ["epoch milliseconds", String(now.getTime() + 1_500), 1_500],
  ["no sense", "later", undefined],
])("reads a reset in %s", (_name, value, wait) => {
  expect(untilReset(new Headers({ "ratelimit-reset": value }), now)).toBe(wait);
});
