import { priceAt } from "./price.ts";
import { objectIn, textIn, type Picked } from "./pick.ts";

/** `from`: whether the application stated it or the price table gave it. */
export type Cost = { usd: string; from: "stated" | "priced" };

export type Usage = { input: number | null; output: number | null; cached: number | null };

const PLACES = 10;
const DECIMAL = /^\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i;

/** What a call cost: what its attributes state, else its tokens at the price of the day. Null for a model without a price. */
export function costOf(picked: Picked, model: string | null, usage: Usage, at: string): Cost | null {
  const usd = statedUsd(picked);
  if (usd !== null) return { usd, from: "stated" };
  if (model === null || (usage.input === null && usage.output === null)) return null;
  const price = priceAt(model, at);
  if (price === undefined) return null;
  const cached = Math.min(usage.cached ?? 0, usage.input ?? 0);
  // Prices are whole units of 1e-10 USD per token, so that no step of this is a fraction.
  const units =
    ((usage.input ?? 0) - cached) * price.input +
    cached * price.cached_input +
    (usage.output ?? 0) * price.output;
  return Number.isSafeInteger(units) ? { usd: textOfUnits(units), from: "priced" } : null;
}

/** The total of Langfuse's details, else the sum of their parts, else an attribute that is the cost. */
function statedUsd(picked: Picked): string | null {
  const details = objectIn(picked, "cost_details");
  if (details !== undefined) {
    const { total, ...parts } = details;
    const sum = total ?? sumOf(Object.values(parts));
    const text = decimalOf(sum);
    if (text !== null) return text;
  }
  return decimalOf(textIn(picked, "cost"));
}

function sumOf(parts: unknown[]): number | undefined {
  const known = parts.filter((part): part is number => typeof part === "number" && part >= 0);
  // To the tenth place, below which the column keeps nothing and a sum of fractions is noise.
  return known.length === 0 ? undefined : Number(known.reduce((sum, part) => sum + part, 0).toFixed(PLACES));
}

function decimalOf(value: unknown): string | null {
  const text = typeof value === "number" || typeof value === "string" ? String(value) : "";
  return DECIMAL.test(text) ? text : null;
}

function textOfUnits(units: number): string {
  const digits = String(units).padStart(PLACES + 1, "0");
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}
