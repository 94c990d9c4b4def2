/** Stored text as a chat may show it: as it is, less secrets, and without effect. */
import { redact } from "../secrets/redact.ts";

const INVISIBLE = "\u200B";
/** Slack refuses empty texts. */
const BLANK = "(blank)";

/**
 * One line, cut at `longest`. A zero-width space keeps mentions and addresses from being linked, which no escape
 * prevents where the client links plain text by itself.
 */
export function chatText(text: string, longest: number): string {
  const line =
    text
      .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
      .replaceAll(/\s+/g, " ")
      .trim() || BLANK;
  return cut(redact(line), longest)
    .replaceAll("@", `@${INVISIBLE}`)
    .replaceAll(/<(?=[!@#])/g, `<${INVISIBLE}`)
    .replaceAll("://", `:${INVISIBLE}//`)
    .replaceAll(/(www|mailto)(?=[.:])/gi, `$1${INVISIBLE}`);
}

/** The same where Slack reads mrkdwn: `text` of a message, and text objects of that type. */
export function mrkdwnText(text: string, longest: number): string {
  return chatText(text, longest)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[*_~`]/g, `${INVISIBLE}$&`);
}

/**
 * JSON of a stored value that still parses to exactly that value: what could act is written as an escape of JSON's own
 * (direction and invisible characters, mentions, addresses).
 */
export function chatJson(value: unknown): string {
  return redact(JSON.stringify(value, null, 1))
    .replaceAll(/[\p{Cf}\u2028\u2029]/gu, escaped)
    .replaceAll(/@|<(?=[!@#])/g, escaped)
    .replaceAll("://", ":\\/\\/")
    .replaceAll(/(?<=www)\./gi, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${pieces(text, longest - 1)[0] ?? ""}…`;
}

/** The text in parts of at most `size` UTF-16 units; no character is torn. */
export function pieces(text: string, size: number): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + size, text.length);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to -= 1;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}
