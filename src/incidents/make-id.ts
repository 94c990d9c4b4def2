/** Ids that sort by time and can be read out: minutes since 2000 in base 32 without i, l, o, u, then a counter. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
/** After every letter: what begins with a start lies from it to it and this. `like` would read every id. */
export const PAST_LETTERS = "\uffff";
const MINUTE_MS = 60_000;
const START = Date.UTC(2000, 0, 1) / MINUTE_MS;

/** The part of an id that says when; five letters reach to the year 2063. */
export function idStem(prefix: string, at: Date): string {
  const minutes = Math.floor(at.getTime() / MINUTE_MS) - START;
  return `${prefix}_${inBase32(Math.max(0, minutes), 5)}`;
}

/** The nth id (from 0) of that minute. */
export function makeId(stem: string, nth: number): string {
  return `${stem}${inBase32(nth, 2)}`;
}

/** What a person typed, as ids are written: no case, the letters that look like digits as digits, prefix optional. */
export function readId(prefix: string, typed: string): string {
  const body = typed.trim().toLowerCase().replace(`${prefix}_`, "");
  return `${prefix}_${body.replaceAll("o", "0").replaceAll(/[il]/g, "1")}`;
}

function inBase32(value: number, length: number): string {
  let rest = value;
  let text = "";
  while (rest > 0 || text.length < length) {
    text = `${ALPHABET[rest % 32] ?? ""}${text}`;
    rest = Math.floor(rest / 32);
  }
  return text;
}
