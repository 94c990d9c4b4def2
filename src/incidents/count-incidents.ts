import { sql } from "kysely";

import type { State } from "../state/open.ts";
import { fits, hasWoken, statusNow, type IncidentFilter } from "./incident-filter.ts";

/** How many there are along each part of a filter, the rest of the filter as it is. */
export type IncidentCounts = {
  /** Of those that fit the whole filter. */
  total: number;
  cost_usd: number;
  projected_6h_usd: number;
  /** Whose rate is not known, so that they are missing in the projection. */
  without_rate: number;
  /** With `active` and `all` among them. */
  status: Record<string, number>;
  severity: Record<string, number>;
  type: Record<string, number>;
  connection: Record<string, number>;
};

type Group = { status: string; severity: string; type: string; connection: string; incidents: number };

/**
 * SQL counts each combination, of which there are few, and they are summed along each part. Snoozes that have run out are
 * counted apart: all others stand as they are stored, which is the order of an index.
 */
export async function countIncidents(
  state: State,
  now: Date,
  filter: IncidentFilter,
): Promise<IncidentCounts> {
  const { severities = [], types = [], status = "active", connection, ...rest } = filter;
  const counted = state.db
    .selectFrom("incidents")
    .where(fits({ ...rest, status: "all" }, now))
    .select(["severity", "type", "connection"])
    .select(({ fn }) => [
      fn.countAll<number>().as("incidents"),
      fn.coalesce(fn.sum<number>("cost_usd"), sql<number>`0`).as("cost_usd"),
      fn.coalesce(fn.sum<number>("projected_6h_usd"), sql<number>`0`).as("projected_6h_usd"),
      sql<number>`sum(case when projected_6h_usd is null then 1 else 0 end)`.as("without_rate"),
    ]);
  const woken_to = statusNow(now);
  const [standing, woken] = await Promise.all([
    counted
      .where((eb) => eb.not(hasWoken(eb, now)))
      .select("status")
      .groupBy(["status", "severity", "type", "connection"])
      .execute(),
    counted
      .where((eb) => hasWoken(eb, now))
      .select(woken_to.as("status"))
      .groupBy([woken_to, "severity", "type", "connection"])
      .execute(),
  ]);
  const groups = [...standing, ...woken];

  const chosen = {
    status: (group: Group) =>
      status === "all" || (status === "active" ? group.status !== "resolved" : group.status === status),
    severity: (group: Group) => severities.length === 0 || severities.includes(group.severity),
    type: (group: Group) => types.length === 0 || types.includes(group.type),
    connection: (group: Group) => connection === undefined || group.connection === connection,
  };
  type Part = keyof typeof chosen;
  const parts = Object.keys(chosen) as Part[];
  const along = (part: Part): Record<string, number> => {
    const others = parts.filter((other) => other !== part);
    const counts: Record<string, number> = {};
    for (const group of groups) {
      const fits_others = others.every((other) => chosen[other](group));
      counts[group[part]] = (counts[group[part]] ?? 0) + (fits_others ? group.incidents : 0);
    }
    return counts;
  };
  const fitting = groups.filter((group) => parts.every((part) => chosen[part](group)));
  const sum = (figure: "incidents" | "cost_usd" | "projected_6h_usd" | "without_rate") =>
    fitting.reduce((all, group) => all + group[figure], 0);
  const by_status = along("status");
  const all = Object.values(by_status).reduce((one, other) => one + other, 0);
  return {
    total: sum("incidents"),
    cost_usd: sum("cost_usd"),
    projected_6h_usd: sum("projected_6h_usd"),
    without_rate: sum("without_rate"),
    status: { ...by_status, all, active: all - (by_status["resolved"] ?? 0) },
    severity: along("severity"),
    type: along("type"),
    connection: along("connection"),
  };
}
