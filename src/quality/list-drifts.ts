import type { Finding } from "../contracts/finding.ts";
import { readFinding } from "../incidents/kept-finding.ts";
import type { State } from "../state/open.ts";

/** A change in what a feature answers, as the detector prompt_drift found it. */
export type Drift = Pick<
  Finding,
  "connection" | "fingerprint" | "title" | "severity" | "window" | "blame"
> & {
  incident_id: string;
  /** Features whose form changed; empty for a score that fell. */
  features: string[];
  first_at: string;
  last_at: string;
};

const MOST = 200;

/** Those seen last first, incidents that another took in named by that one. */
export async function listDrifts(state: State): Promise<Drift[]> {
  const rows = await state.db
    .selectFrom("findings")
    .selectAll()
    .where("detector", "=", "prompt_drift")
    .orderBy("last_at", "desc")
    .orderBy("id")
    .limit(MOST)
    .execute();
  const merged = await state.db
    .selectFrom("incidents")
    .select(["id", "merged_into"])
    .where(
      "id",
      "in",
      rows.map(({ incident_id }) => incident_id),
    )
    .execute();
  const holder = new Map(merged.map(({ id, merged_into }) => [id, merged_into ?? id]));
  return rows.map((row) => {
    const { connection, fingerprint, title, severity, window, blame, subject, first_at, last_at } =
      readFinding(row);
    const incident_id = holder.get(row.incident_id) ?? row.incident_id;
    const about = { connection, fingerprint, title, severity, window, blame };
    return { ...about, incident_id, features: subject.features, first_at, last_at };
  });
}
