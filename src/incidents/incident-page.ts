/** Lists that are read a page at a time, in an order that stays while incidents come and go. */
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from "kysely";
import { z } from "zod";

import { SentinelError } from "../errors.ts";
import type { IncidentRow } from "../state/rows/incidents.ts";
import type { StateTables } from "../state/schema.ts";

export const INCIDENT_SORTS = ["severity", "newest", "cost"] as const;
export type IncidentSort = (typeof INCIDENT_SORTS)[number];

export type IncidentPage = {
  sort?: IncidentSort | undefined;
  /** All of them when not given. */
  limit?: number | undefined;
  /** As a page before said with `next`. */
  cursor?: string | undefined;
};

/** What each order compares, the greatest first; the id settles the rest, the newest first. Each has an index in the state. */
const KEYS: Record<IncidentSort, RawBuilder<string | number>> = {
  severity: sql<number>`case severity when 'critical' then 3 when 'high' then 2 when 'medium' then 1 else 0 end`,
  newest: sql<string>`opened_at`,
  cost: sql<number>`coalesce(cost_usd, -1)`,
};

const Cursor = z.tuple([z.enum(INCIDENT_SORTS), z.union([z.string(), z.number()]), z.string()]);

/** Puts rows in order, and cuts them to the page. Throws `invalid` for a cursor that is none, or of another order. */
export function paged<Output>(
  rows: SelectQueryBuilder<StateTables, "incidents", Output>,
  { sort = "severity", limit, cursor }: IncidentPage,
): SelectQueryBuilder<StateTables, "incidents", Output> {
  const key = KEYS[sort];
  let page = rows.orderBy(key, "desc").orderBy("id", "desc");
  if (cursor !== undefined) {
    const [value, id] = readCursor(cursor, sort);
    page = page.where(sql<SqlBool>`(${key}, id) < (${value}, ${id})`);
  }
  return limit === undefined ? page : page.limit(limit);
}

/** Where the next page begins; null when this one, the last row of which is given, was not full. */
export function nextCursor(
  rows: Pick<IncidentRow, "id" | "severity" | "opened_at" | "cost_usd">[],
  { sort = "severity", limit }: IncidentPage,
): string | null {
  const last = rows.at(-1);
  if (last === undefined || limit === undefined || rows.length < limit) return null;
  const value = {
    severity: ["info", "medium", "high", "critical"].indexOf(last.severity),
    newest: last.opened_at,
    cost: last.cost_usd ?? -1,
  }[sort];
  return Buffer.from(JSON.stringify([sort, value, last.id])).toString("base64url");
}

function readCursor(cursor: string, sort: IncidentSort): [string | number, string] {
  try {
    const [of, value, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (of === sort) return [value, id];
  } catch {
    // Said below: whatever it is, it is no cursor of this list.
  }
  throw new SentinelError("invalid", "this cursor does not belong to this list", {
    hint: "begin with its first page, and take the cursor from `next`",
  });
}
