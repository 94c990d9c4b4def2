import { appendAudit } from "../audit/append.ts";
import { VERDICTS, type Incident } from "../contracts/incident.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import type { Decision } from "./decide.ts";
import { findIncident } from "./find-incident.ts";
import { readIncident } from "./read-incident.ts";

/**
 * A person's judgement of the incident itself: `right`, `wrong_cause` or `noise`. All are kept; the latest counts.
 * Throws `invalid` for another word.
 */
export async function giveVerdict(
  state: State,
  id: string,
  { verdict, by, via = "cli", at, note }: Decision & { verdict: string; note?: string | undefined },
): Promise<Incident> {
  const known: readonly string[] = VERDICTS;
  if (!known.includes(verdict)) {
    throw new SentinelError("invalid", `${verdict} is not a verdict`, { hint: `use ${VERDICTS.join(", ")}` });
  }
  return state.write(async (db) => {
    const row = await findIncident(db, id);
    await db
      .insertInto("verdicts")
      .values({ incident_id: row.id, verdict, by, note: note ?? null, at: at.toISOString() })
      .execute();
    const who = { name: by, via };
    await appendAudit(db, { kind: "incident.verdict", by: who, subject: row.id, data: { verdict }, at });
    return readIncident(db, row, at);
  });
}
