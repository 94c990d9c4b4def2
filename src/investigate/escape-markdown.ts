/** Foreign text in a Markdown document: it shows as it is, less its secrets, and does nothing. */
import { redact } from "../secrets/redact.ts";

const INVISIBLE = "\u200B";

/**
 * Text in running prose. Markup is escaped; a zero-width space keeps addresses, mentions and issue numbers from
 * being linked, which no escape prevents where the page that shows the document links plain text.
 */
export function escapeMarkdown(text: string): string {
  return oneLine(redact(text))
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]{}~|#!]/g, "\\$&")
    .replaceAll("://", `:${INVISIBLE}//`)
    .replaceAll(/\bwww\./gi, (found) => `${found.slice(0, -1)}${INVISIBLE}.`)
    .replaceAll("@", `@${INVISIBLE}`)
    .replaceAll(/\\#(?=\w)/g, `\\#${INVISIBLE}`);
}

/** Ids, names and short values. */
export function code(foreign: string): string {
  const text = redact(foreign);
  const fence = "`".repeat(longestRun(text) + 1);
  const line = oneLine(text);
  const padding = line.startsWith("`") || line.endsWith("`") || line === "" ? " " : "";
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A block of lines, shown as they are. */
export function codeBlock(foreign: string, language = ""): string {
  const text = redact(foreign);
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.replaceAll(CONTROL_BUT_NEWLINE, " ")}\n${fence}`;
}

const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028\u2029]+/gu;
const CONTROL_BUT_NEWLINE = /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028\u2029]/gu;

const oneLine = (text: string): string => text.replaceAll(CONTROL, " ").trim();

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
