/** How distances in time and commits read in a sentence. */
import { elapsed, HOUR_MS, MINUTE_MS } from "../../src/contracts/moment.ts";

/** `12 minutes`, `3.5 hours`, `2 days`. */
function span(from: string, to: string): string {
  const ms = Math.abs(elapsed(from, to));
  if (ms < 2 * HOUR_MS) return count(Math.round(ms / MINUTE_MS), "minute");
  if (ms < 48 * HOUR_MS) return count(Math.round(ms / (HOUR_MS / 10)) / 10, "hour");
  return count(Math.round(ms / (2.4 * HOUR_MS)) / 10, "day");
}

/** `14 minutes before onset`, or `in the minute of onset`. */
export function beforeOnset(at: string, onset: string): string {
  const ms = elapsed(at, onset);
  if (Math.abs(ms) < MINUTE_MS) return "within a minute of onset";
  return ms > 0 ? `${span(at, onset)} before onset` : `${span(at, onset)} after the first sign`;
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

/** Dollars as people read them: cents from ten cents on, more places below. */
export function usd(amount: number): string {
  if (Math.abs(amount) >= 0.1 || amount === 0) return `$${amount.toFixed(2)}`;
  return `$${Number(amount.toPrecision(2))}`;
}

/** Money as a fact: to the hundredth of a cent, so that a narrator does not copy noise. */
export const roundUsd = (amount: number): number => Math.round(amount * 10_000) / 10_000 + 0;

export const percent = (share: number): number => Math.round(share * 1000) / 10;
