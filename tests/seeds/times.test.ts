import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { SeedRow } from "../../seeds/row.ts";
import { eachTime, momentOf, shiftTime } from "../../seeds/times.ts";

const MINUTE = 60_000;

function shifted(row: SeedRow, shift_ms: number, slack = false): SeedRow {
  const copy = structuredClone(row);
  eachTime(copy, slack, (time, holder, key) => Object.assign(holder, { [key]: shiftTime(time, shift_ms) }));
  return copy;
}

/** A time in every form that the vendors use, with the moment it stands for to the minute. */
const anyTime = fc
  .record({
    at: fc.integer({ min: 1_400_000_000, max: 2_000_000_000 }),
    separator: fc.constantFrom("T", " "),
    fraction: fc.constantFrom("", ".1", ".123", ".123456", ".123456789"),
    zone: fc.constantFrom("Z", "", " Z", "+00:00", "-0700", " +0530", "+02"),
  })
  .map(({ at, separator, fraction, zone }) => {
    const text = new Date(at * 1000).toISOString();
    return `${text.slice(0, 10)}${separator}${text.slice(11, 19)}${fraction}${zone}`;
  });

const form = (time: string | number) => String(time).replaceAll(/\d/g, "0");
const secondsOn = (time: string | number) => String(time).slice(16);

describe("moving times", () => {
  it("moves the moment by exactly the shift and keeps the form", () => {
    fc.assert(
      fc.property(anyTime, fc.integer({ min: -2_000_000, max: 2_000_000 }), (time, minutes) => {
        const moved = shiftTime(time, minutes * MINUTE);
        expect(momentOf(moved) - momentOf(time)).toBe(minutes * MINUTE);
        expect(form(moved)).toBe(form(time));
        expect(secondsOn(moved)).toBe(secondsOn(time));
        expect(shiftTime(moved, -minutes * MINUTE)).toBe(time);
      }),
    );
  });

  it("moves Slack's ids and epoch numbers in their own units", () => {
    const row = {
      ts: "1760000000.123456",
      thread_ts: "1760000000.123456",
      latest_reply: "1760000100.000200",
      edited: { user: "U1", ts: "1760000050.000000" },
      created: 1_760_000_000,
      updated: 1_760_000_000_123,
    };
    expect(shifted(row, 2 * MINUTE, true)).toEqual({
      ts: "1760000120.123456",
      thread_ts: "1760000120.123456",
      latest_reply: "1760000220.000200",
      edited: { user: "U1", ts: "1760000170.000000" },
      created: 1_760_000_120,
      updated: 1_760_000_120_123,
    });
    expect(shifted(row, 2 * MINUTE, false)).toEqual(row);
  });

  it("finds the times that each vendor nests and names in its own way", () => {
    const row = {
      commit: { author: { date: "2026-08-01T10:00:00Z" }, committer: { date: "2026-08-01T12:00:00+02:00" } },
      SCHEDULED_TIME: "2026-08-01 10:00:00.000 Z",
      firstSeen: "2026-08-01T10:00:00.123456Z",
      lastDeploy: { dateFinished: "2026-08-01T10:00:00Z" },
      statuses: [{ created_at: "2026-08-01T10:00:00Z" }],
    };
    expect(shifted(row, 90 * MINUTE)).toEqual({
      commit: { author: { date: "2026-08-01T11:30:00Z" }, committer: { date: "2026-08-01T13:30:00+02:00" } },
      SCHEDULED_TIME: "2026-08-01 11:30:00.000 Z",
      firstSeen: "2026-08-01T11:30:00.123456Z",
      lastDeploy: { dateFinished: "2026-08-01T11:30:00Z" },
      statuses: [{ created_at: "2026-08-01T11:30:00Z" }],
    });
  });

  it("never touches what an agent said or a person wrote, nor ids", () => {
    const time = "2026-08-01T10:00:00Z";
    const payloads = {
      input: { departure_time: time },
      output: time,
      text: time,
      body: time,
      title: time,
      message: time,
      metadata: { started_at: time },
      error_message: time,
      QUERY_TEXT: time,
      ERROR_MESSAGE: time,
      RETURN_VALUE: time,
      tags: [{ key: "deploy_time", value: time }],
      contexts: { trace: { start_timestamp: time } },
      commit: { message: time },
      release: time,
      version: time,
      name: time,
      note: `started at ${time}`,
      created_on_day: "2026-08-01",
    };
    expect(shifted(payloads, 5 * MINUTE)).toEqual(payloads);
    expect(shifted(payloads, 5 * MINUTE, true)).toEqual(payloads);
  });

  it("leaves arbitrary free text alone whatever it holds", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), anyTime),
        fc.constantFrom("input", "output", "text", "message"),
        (text, key) => {
          const row = { [key]: text, nested: { [key]: [text, { [key]: text, at_time: 1 }] } };
          expect(shifted(row, 7 * MINUTE)).toEqual(row);
        },
      ),
    );
  });
});
