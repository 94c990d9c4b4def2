import type { Finding } from "../contracts/finding.ts";
import type { StateDb } from "../state/open.ts";
import { utc } from "./kept-finding.ts";

export type Former = { id: string; resolved_at: string };

/** The latest resolved incident that held the same trouble; undefined when there is none. */
export async function formerIncident(
  db: StateDb,
  { detector, connection, key }: Pick<Finding, "detector" | "connection" | "key">,
): Promise<Former | undefined> {
  const row = await db
    .selectFrom("findings")
    .innerJoin("incidents", "incidents.id", "findings.incident_id")
    .where("findings.detector", "=", detector)
    .where("findings.connection", "=", connection)
    .where("findings.key", "=", key)
    .where("incidents.status", "=", "resolved")
    .select(["incidents.id", "incidents.resolved_at"])
    .orderBy("incidents.resolved_at", "desc")
    .orderBy("incidents.id", "desc")
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, resolved_at: row.resolved_at ?? "" };
}

/**
 * Whether a judgement tells nothing beyond what was resolved: its window had ended by then. Trouble that goes on
 * after the resolution is new, and opens an incident of its own.
 */
export const isSettled = ({ window }: Pick<Finding, "window">, { resolved_at }: Former): boolean =>
  utc(window.to) <= resolved_at;
