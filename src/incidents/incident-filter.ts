/** Which incidents are meant, as one condition on the table of incidents. */
import { sql, type ExpressionBuilder, type ExpressionWrapper, type RawBuilder, type SqlBool } from "kysely";

import type { IncidentStatus } from "../contracts/incident.ts";
import type { StateTables } from "../state/schema.ts";

export type IncidentFilter = {
  /** `active` (the default): all but the resolved ones. */
  status?: IncidentStatus | "active" | "all" | undefined;
  severities?: string[] | undefined;
  types?: string[] | undefined;
  connection?: string | undefined;
  ids?: string[] | undefined;
  /** Each word must occur in title, id, type, connection or blamed commit. */
  text?: string | undefined;
  /** Half-open ranges: when it was opened, and when the trouble itself began. */
  opened_from?: Date | undefined;
  opened_to?: Date | undefined;
  began_from?: Date | undefined;
  began_to?: Date | undefined;
};

type Incidents = ExpressionBuilder<StateTables, "incidents">;
type Condition = ExpressionWrapper<StateTables, "incidents", SqlBool>;

/** For `where`: those that fit. Those absorbed by another never do. */
export function fits(filter: IncidentFilter, now: Date): (eb: Incidents) => Condition {
  const { status = "active", severities = [], types = [], connection, ids } = filter;
  return (eb) => {
    const all: Condition[] = [eb("merged_into", "is", null)];
    const within = (column: "opened_at" | "from_at", from: Date | undefined, to: Date | undefined) => {
      if (from !== undefined) all.push(eb(column, ">=", from.toISOString()));
      if (to !== undefined) all.push(eb(column, "<", to.toISOString()));
    };
    if (status === "active") all.push(eb("status", "<>", "resolved"));
    else if (status !== "all") all.push(eb(statusNow(now), "=", status));
    if (severities.length > 0) all.push(eb("severity", "in", severities));
    if (types.length > 0) all.push(eb("type", "in", types));
    if (connection !== undefined) all.push(eb("connection", "=", connection));
    if (ids !== undefined) all.push(eb("id", "in", ids));
    within("opened_at", filter.opened_from, filter.opened_to);
    within("from_at", filter.began_from, filter.began_to);
    for (const word of wordsOf(filter.text)) all.push(eb(has(word), "=", 1));
    return eb.and(all);
  };
}

/** A snooze that has run out. Never null, so that its opposite is all the others. */
export const hasWoken = (eb: Incidents, now: Date): Condition =>
  eb.and([
    eb("status", "=", "snoozed"),
    eb(eb.fn.coalesce("snoozed_until", eb.val("~")), "<=", now.toISOString()),
  ]);

/** As `statusAt` has it: a snooze that has run out leaves what was before it. */
export const statusNow = (now: Date): RawBuilder<IncidentStatus> => sql<IncidentStatus>`
  case when status <> 'snoozed' or snoozed_until is null or snoozed_until > ${now.toISOString()} then status
       when acknowledged_by is null then 'open'
       else 'acknowledged' end`;

// A blame is stored as JSON: a quote within it has a backslash before it.
const TEXT = sql<string>`lower(id || ' ' || title || ' ' || type || ' ' || connection || ' ' || coalesce(blame, ''))`;

const has = (word: string) =>
  sql<number>`case when ${TEXT} like ${`%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`} escape '\\' then 1 else 0 end`;

/** SQLite's `lower` knows the Latin letters only, and both sides must be written alike. */
const wordsOf = (text = ""): string[] =>
  text
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .split(/\s+/)
    .filter((word) => word !== "");
