import { redact } from "../secrets/redact.ts";

/**
 * Source text as a narrative may carry it: one line, cut, with nothing in it that a chat, a page or a terminal
 * acts on: no secrets, no control or direction characters, no links, no mentions, no markup. Narrator and guard see text in
 * this form only, so a sentence may quote it word for word and still be harmless.
 */
export function plainText(text: string, longest = 200): string {
  // Before anything is cut or taken apart: a part of a secret has no shape that tells it.
  const plain = redact(text)
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|\bmailto:\S+/gi, "(link)")
    .replaceAll(/[<>`[\]|*\\]/g, " ")
    .replaceAll(/(?<![\w.])[@#]+(?=\p{L})/gu, "")
    .replaceAll(/[“”"]/g, "'")
    .replaceAll(/\s+/g, " ")
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1).trimEnd()}…` : plain;
}

/** A detector's title or reason, which may repeat names and error texts of sources. */
export const plainPhrase = (phrase: string): string => plainText(phrase, 400);
