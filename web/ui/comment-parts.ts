/** A comment that Sentinel writes, taken apart where Markdown alone does not show it as GitHub does. */
export type CommentPart =
  | { kind: "markdown"; text: string }
  | { kind: "table"; head: string[]; numeric: boolean[]; rows: string[][] }
  | { kind: "details"; summary: string; parts: CommentPart[] };

const OPENED = /^<details><summary>([^<>]*)<\/summary>$/;
const CLOSED = "</details>";
const RULE = /^\|(?:\s*:?-+:?\s*\|)+$/;

/**
 * Folded parts and tables are what a line of their own says, as Sentinel writes them: text of sources stands within a
 * line, where it is none. A part that is not closed reaches to the end.
 */
export function partsOf(text: string): CommentPart[] {
  const lines = text.split("\n");
  const parts: CommentPart[] = [];
  let plain: string[] = [];
  const flush = () => {
    if (plain.some((line) => line.trim() !== "")) parts.push({ kind: "markdown", text: plain.join("\n") });
    plain = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const [, summary] = OPENED.exec(line) ?? [];
    if (summary !== undefined) {
      const end = lines.indexOf(CLOSED, at);
      const inner = lines.slice(at + 1, end < 0 ? undefined : end);
      flush();
      parts.push({ kind: "details", summary, parts: partsOf(inner.join("\n")) });
      at += inner.length + 1;
    } else if (line.startsWith("|") && RULE.test(lines[at + 1] ?? "")) {
      const rest = lines.slice(at + 2);
      const length = rest.findIndex((one) => !one.startsWith("|"));
      const rows = rest.slice(0, length < 0 ? undefined : length);
      flush();
      parts.push({
        kind: "table",
        head: cellsOf(line),
        numeric: cellsOf(lines[at + 1] ?? "").map((rule) => rule.endsWith(":")),
        rows: rows.map(cellsOf),
      });
      at += rows.length + 1;
    } else plain.push(line);
  }
  flush();
  return parts;
}

/** A bar within a cell is written with a backslash before it. */
const cellsOf = (line: string): string[] =>
  line
    .slice(1, line.endsWith("|") ? -1 : undefined)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
