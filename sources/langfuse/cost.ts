import type { UpstreamObservation } from "./upstream-observation.ts";

/** Decimal places of a `DECIMAL(18,10)`. */
const PLACES = 10;
const LIMIT = 10n ** 18n;
const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i;

/**
 * What an observation cost, in US dollars as exact decimal text: the total that Langfuse states, else the sum of
 * its parts. Null when it states none, or one that no column can hold.
 */
export function costUsd(observation: UpstreamObservation): string | null {
  const { total, ...parts } = observation.costDetails;
  const stated = [
    observation.totalCost,
    observation.calculatedTotalCost,
    observation.usage?.totalCost,
    total,
  ];
  const units =
    stated.map(toUnits).find((cost) => cost !== undefined) ?? sum(Object.values(parts).map(toUnits));
  return units === undefined || units >= LIMIT || units <= -LIMIT ? null : toText(units);
}

function sum(parts: (bigint | undefined)[]): bigint | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? undefined : known.reduce((all, part) => all + part, 0n);
}

/** A JSON number or decimal text in units of 10^-10, rounded half away from zero; undefined when it is neither. */
function toUnits(value: unknown): bigint | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const [, sign, whole = "", fraction = "", exponent = "0"] = DECIMAL.exec(String(value).trim()) ?? [];
  if (sign === undefined || whole + fraction === "") return undefined;
  // The digits times 10^shift are the units; a negative shift cuts digits off.
  const shift = Number(exponent) + PLACES - fraction.length;
  const digits = BigInt(whole + fraction);
  const cut = 10n ** BigInt(Math.max(-shift, 0));
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : (digits * 2n + cut) / (cut * 2n);
  return sign === "-" ? -units : units;
}

function toText(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
}
