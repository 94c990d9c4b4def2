/** Which incidents are asked for, and which page of them, in the query of a request. */
import { z } from "@hono/zod-openapi";

import { SentinelError } from "../errors.ts";
import type { IncidentFilter } from "../incidents/incident-filter.ts";
import { INCIDENT_SORTS } from "../incidents/incident-page.ts";
import { readMoment } from "../queries/params.ts";

const description = "ISO 8601, or as in now-24h";
const Moment = z.string().max(40).openapi({ description }).optional();
const Several = z.string().max(500).openapi({ description: "one, or several with commas" }).optional();

export const FilterQuery = z.object({
  status: z.enum(["active", "all", "open", "acknowledged", "snoozed", "resolved"]).optional(),
  type: Several,
  severity: Several,
  connection: z.string().max(200).optional(),
  q: z.string().max(500).openapi({ description: "words of title, id, type or blamed commit" }).optional(),
  opened_from: Moment,
  opened_to: Moment,
  began_from: Moment,
  began_to: Moment,
});

export const PageQuery = z.object({
  sort: z.enum(INCIDENT_SORTS).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).optional(),
  cursor: z.string().max(400).openapi({ description: "`next` of the page before" }).optional(),
});

/** The filter that a query means at a moment. Throws `invalid` for a time that is none. */
export function filterOf(query: z.infer<typeof FilterQuery>, now: Date): IncidentFilter {
  const { status, type, severity, connection, q: text } = query;
  const moments = Object.fromEntries(
    (["opened_from", "opened_to", "began_from", "began_to"] as const).map((name) => [
      name,
      momentOf(name, query[name], now),
    ]),
  );
  return { status, types: several(type), severities: several(severity), connection, text, ...moments };
}

const several = (text = ""): string[] => text.split(",").filter((part) => part !== "");

function momentOf(name: string, text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const moment = readMoment(text, now);
  if (moment !== undefined) return moment;
  throw new SentinelError("invalid", `${name} is no time: ${text}`, { hint: description });
}
