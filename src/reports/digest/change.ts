/** How a figure moved since the week before, in brackets, with the facts that prove them. */
import { usd } from "../../investigate/templates/phrases.ts";

export type Change = { words: string; facts: Record<string, number> };

/** From this percentage on, "times" says more. */
const LARGE_PERCENT = 200;
const UNKNOWN: Change = { words: "", facts: {} };

/** ` (+$12.30, +13%)`; empty when the two weeks cannot be compared. */
export function usdChange(now: number, before: number | undefined): Change {
  if (before === undefined) return UNKNOWN;
  const moved = round(now) - round(before);
  const facts = { before_usd: before, change_usd: moved };
  if (moved === 0) return { words: " (no change)", facts };
  if (round(before) === 0) return { words: " (nothing before)", facts };
  const percent = Math.round((100 * Math.abs(now - before)) / before);
  const times = Math.round((10 * now) / before) / 10;
  const large = now > before && percent >= LARGE_PERCENT;
  return {
    words: ` (${sign(moved)}${usd(Math.abs(moved))}, ${large ? `${times} times` : `${sign(moved)}${percent}%`})`,
    facts: { ...facts, ...(large ? { change_times: times } : { change_percent: percent }) },
  };
}

/** ` (+3 from 5)` */
export function countChange(name: string, now: number, before: number | undefined): Change {
  if (before === undefined) return UNKNOWN;
  const moved = now - before;
  const facts = { [`${name}_before`]: before, [`${name}_change`]: moved };
  if (moved === 0) return { words: " (no change)", facts };
  if (before === 0) return { words: " (none before)", facts };
  return { words: ` (${sign(moved)}${written(Math.abs(moved))} from ${written(before)})`, facts };
}

const sign = (moved: number): string => (moved > 0 ? "+" : "-");
const written = (amount: number): string => amount.toLocaleString("en-US");
const round = (amount: number): number => Math.round(amount * 100) / 100;
