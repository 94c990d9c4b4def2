import { oneLine } from "../one-line.ts";

/** What a vendor's error body says, as one short line: the usual message fields of JSON, else the text itself. */
export function vendorWords(text: string): string {
  if (looksLikeHtml(text)) {
    const title = /<title[^>]*>([^<]*)</i.exec(text)?.[1];
    return title === undefined ? "a web page" : `a web page: ${oneLine(title)}`;
  }
  try {
    return oneLine(messageIn(JSON.parse(text), 0) ?? text);
  } catch {
    return oneLine(text);
  }
}

export function looksLikeHtml(text: string): boolean {
  return /^\s*<(?:!doctype|html|head|body|\?xml)/i.test(text);
}

function messageIn(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || depth > 3) return undefined;
  const fields = Array.isArray(value) ? [value[0]] : MESSAGE_FIELDS.map((name) => Reflect.get(value, name));
  for (const field of fields) {
    const found = messageIn(field, depth + 1);
    if (found !== undefined && found !== "") return found;
  }
  return undefined;
}

const MESSAGE_FIELDS = ["message", "detail", "error_description", "error", "errors", "title", "reason"];
