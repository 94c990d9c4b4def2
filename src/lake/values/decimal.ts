/** How money is kept: DECIMAL(18,10), an integer of units of 1e-10 USD below 1e18. */
export const USD_WIDTH = 18;
export const USD_SCALE = 10;

const LIMIT = 10n ** BigInt(USD_WIDTH);
const PLAIN = /^(\d{1,5})(?:\.(\d{1,10}))?$/;
const ANY = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i;

/** The same as `wholeUnitsOf`, always a bigint. */
export function unitsOf(text: string): bigint | undefined {
  const units = wholeUnitsOf(text);
  return units === undefined ? undefined : BigInt(units);
}

/**
 * Decimal text as units of 1e-10, exactly; places beyond the tenth are rounded half away from zero. A number as long as
 * that is exact. Undefined when the text is no number or too large for the column.
 */
export function wholeUnitsOf(text: string): number | bigint | undefined {
  const plain = PLAIN.exec(text);
  // Five digits before the point keep every intermediate below 2^53.
  if (plain !== null) return Number(plain[1]) * 1e10 + Number((plain[2] ?? "").padEnd(USD_SCALE, "0"));
  const [, sign, whole = "", fraction = "", exponent = "0"] = ANY.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === "") return undefined;
  const units = rounded(whole + fraction, whole.length + Number(exponent) + USD_SCALE);
  if (units === undefined || units >= LIMIT) return undefined;
  return sign === "-" ? -units : units;
}

/** The first `count` of these digits as a number, rounded by the one after; undefined when that is far too large. */
function rounded(digits: string, count: number): bigint | undefined {
  const significant = digits.replace(/^0+/, "");
  const kept = count - (digits.length - significant.length);
  if (significant === "" || kept < 0) return 0n;
  if (kept > USD_WIDTH + 1) return undefined;
  const units = BigInt(significant.slice(0, kept).padEnd(kept, "0") || "0");
  return significant.charAt(kept) >= "5" ? units + 1n : units;
}

/** Up to here the quotient of two exact numbers is the number nearest to the decimal, as if its text were read. */
const SHORT = 10n ** 15n;
const EXACT_POWER = 22;

/** A decimal as a number when no digit is lost (at most 15 significant ones), else as text. */
export function numberOrText(units: bigint, scale: number): number | string {
  if (units < SHORT && units > -SHORT && scale <= EXACT_POWER) return Number(units) / 10 ** scale;
  const negative = units < 0n;
  const digits = String(negative ? -units : units).padStart(scale + 1, "0");
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  const whole = digits.slice(0, digits.length - scale);
  const text = `${negative ? "-" : ""}${whole}${scale > 0 && fraction !== "" ? `.${fraction}` : ""}`;
  const significant = `${whole}${fraction}`.replace(/^0+/, "").length;
  return significant <= 15 || (fraction === "" && Number.isSafeInteger(Number(text))) ? Number(text) : text;
}
