/** How figures, moments and quotations read in a template's sentences. */
import { plainPhrase, plainText } from "../plain-text.ts";

/** Dollars with cents from ten cents on, two significant digits below: `$42.00`, `$0.30`, `$0.0042`. */
export function usd(amount: number): string {
  if (Math.abs(amount) >= 1 || amount === 0)
    return `$${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return Math.abs(amount) >= 0.1 ? `$${amount.toFixed(2)}` : `$${Number(amount.toPrecision(2))}`;
}

/** `2026-11-22 09:14 UTC` */
export function moment(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The end of a span: the time alone when the day is the start's. */
function momentAfter(start: string, iso: string): string {
  const [from, to] = [moment(start), moment(iso)];
  return from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
}

export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${amount.toLocaleString("en-US")} ${amount === 1 ? noun : plural}`;
}

/** When it began and ended: `from 2026-11-22 09:14 UTC to 10:02 UTC`. */
export function spanOf({ from, to }: { from: string; to: string }): string {
  return `from ${moment(from)} to ${momentAfter(from, to)}`;
}

const LONGEST_QUOTE = 100;

/** Somebody else's words, harmless and cut, in quotation marks. */
export function quote(text: string): string {
  const plain = plainText(text);
  return plain.length > LONGEST_QUOTE ? `"${plain.slice(0, LONGEST_QUOTE).trimEnd()}" (cut)` : `"${plain}"`;
}

/** `a`, `a and b`, `a, b and 3 more` */
export function list(names: string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => plainText(name, 80));
  const hidden = names.length - shown.length;
  const parts = hidden > 0 ? [...shown, `${hidden} more`] : shown;
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

export const shortSha = (sha: string): string => sha.slice(0, 10);

/** A detector's title. It often begins with a name, whose first letter is left as it is. */
export const titled = (title: string): string => plainPhrase(title);

export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
