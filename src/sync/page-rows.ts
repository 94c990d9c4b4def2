import type { Row } from "../contracts/ingest.ts";
import type { AnyTable, MapContext, Page } from "../contracts/table.ts";
import { messageOf } from "../errors.ts";
import { microsOf } from "../lake/values/timestamp.ts";
import { oneLine } from "./one-line.ts";

export type PageRows = {
  /** Rows per table: the feed's own and those filled from it. */
  rows: Record<string, Row[]>;
  /** Items that gave no row to at least one of the tables because they could not be read. */
  rejected: number;
  /** Why the first of them was rejected. */
  reason: string | undefined;
};

/** Maps the items of a page through every table of the feed. An unreadable item costs itself, never the page. */
export function pageRows(page: Page, tables: AnyTable[]): PageRows {
  const rows: Record<string, Row[]> = Object.fromEntries(tables.map(({ name }) => [name, []]));
  let rejected = 0;
  let reason: string | undefined;
  for (const item of page.items) {
    const problems = tables.flatMap((table) => {
      const mapped = mapItem(table, item, { parent: page.parent });
      if (typeof mapped === "string") return [`${table.name}: ${mapped}`];
      rows[table.name]?.push(...mapped);
      return [];
    });
    if (problems.length > 0) rejected += 1;
    reason ??= problems[0];
  }
  return { rows, rejected, reason };
}

/** The rows of an item in one table, or why it has none. All or nothing: half of an item would look whole. */
function mapItem(table: AnyTable, item: unknown, context: MapContext): Row[] | string {
  try {
    const mapped: Row[] = table.map(item, context);
    return mapped.map((row) => problemOf(table, row)).find((problem) => problem !== undefined) ?? mapped;
  } catch (error) {
    return oneLine(messageOf(error));
  }
}

function problemOf(table: AnyTable, row: Row): string | undefined {
  const lacking = table.key.find((column) => row[column] === null || row[column] === undefined);
  if (lacking !== undefined) return `the key ${lacking} is missing`;
  const time = row[table.time];
  if (typeof time !== "string" || microsOf(time) === undefined) return `${table.time} is no time`;
  const checked = table.row.safeParse(row);
  const issue = checked.success ? undefined : checked.error.issues[0];
  return issue === undefined ? undefined : oneLine(`${issue.path.join(".")}: ${issue.message}`);
}
