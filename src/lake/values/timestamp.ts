/** The same as `wholeMicrosOf`, always a bigint. */
export function microsOf(text: string): bigint | undefined {
  const micros = wholeMicrosOf(text);
  return micros === undefined ? undefined : BigInt(micros);
}

/**
 * ISO 8601 text as microseconds since the epoch, exactly: a `Date` would lose what is below a millisecond. A number as
 * long as that is exact, since a bigint costs an allocation.
 * Text without a zone is UTC; digits past the microsecond are cut off, never rounded into the next second.
 * Undefined when the text is not a moment of the years 1 to 9999.
 */
export function wholeMicrosOf(text: string): number | bigint | undefined {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return undefined;
  const midnight = daysSinceEpoch(year, month, day) * 86_400;
  if (text.length === 10) return join(midnight, 0);

  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return undefined;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON || !SEPARATORS.includes(text.charAt(10)))
    return undefined;

  let micros = 0;
  let end = 19;
  if (text.charCodeAt(end) === POINT) {
    end += 1;
    for (let unit = 100_000; isDigit(text, end); end += 1, unit = Math.floor(unit / 10)) {
      micros += (text.charCodeAt(end) - ZERO) * unit;
    }
    if (end === 20) return undefined;
  }
  const offset = offsetSeconds(text, end);
  if (offset === undefined) return undefined;
  return join(midnight + hour * 3_600 + minute * 60 + second - offset, micros);
}

/** Microseconds as ISO text: milliseconds always, microseconds only when there are any. */
export function isoOf(micros: bigint): string {
  // Beyond the largest exact number lie only moments that a Date holds to the millisecond or not at all.
  const whole = Number(micros);
  const exact = Number.isSafeInteger(whole);
  const rest = exact ? ((whole % 1_000) + 1_000) % 1_000 : Number(((micros % 1_000n) + 1_000n) % 1_000n);
  const date = new Date(exact ? (whole - rest) / 1_000 : Number((micros - BigInt(rest)) / 1_000n));
  if (Number.isNaN(date.getTime())) return micros > 0n ? "infinity" : "-infinity";
  const text = date.toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
}

const ZERO = 48;
const DASH = 45;
const COLON = 58;
const POINT = 46;
const SEPARATORS = "T t";
const OFFSET = /^ ?(?:([+-])(\d{2}):?(\d{2})?|Z|UTC)$/i;

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= 57;
}

/** The number at a place, or -1 when not all of it are digits. */
function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) {
    if (!isDigit(text, at)) return -1;
    value = value * 10 + text.charCodeAt(at) - ZERO;
  }
  return value;
}

function offsetSeconds(text: string, at: number): number | undefined {
  if (at === text.length) return 0;
  if (at === text.length - 1 && text.endsWith("Z")) return 0;
  const match = OFFSET.exec(text.slice(at));
  if (match === null) return undefined;
  const seconds = Number(match[2] ?? 0) * 3_600 + Number(match[3] ?? 0) * 60;
  return match[1] === "-" ? -seconds : seconds;
}

function join(seconds: number, micros: number): number | bigint {
  const total = seconds * 1_000_000 + micros;
  // Past the year 2255 the product is no longer an exact number.
  return Number.isSafeInteger(total) ? total : BigInt(seconds) * 1_000_000n + BigInt(micros);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01 in the Gregorian calendar. `Date.UTC` would read the years 0 to 99 as 1900 to 1999. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
