import type { Lake } from "../lake/open.ts";
import type { State } from "../state/open.ts";
import { readFinding, StoredBlame } from "./kept-finding.ts";

/** Copies incidents and findings into the lake's `sentinel_incidents` and `sentinel_findings`, for SQL to join. */
export async function mirrorIncidents(state: State, lake: Pick<Lake, "mirror">): Promise<void> {
  const incidents = await state.db
    .selectFrom("incidents")
    .selectAll()
    .where("merged_into", "is", null)
    .execute();
  const findings = await state.db.selectFrom("findings").selectAll().execute();
  await lake.mirror(
    "sentinel_incidents",
    incidents.map((incident) => {
      const blame = incident.blame === null ? null : StoredBlame.parse(JSON.parse(incident.blame));
      const { id, type, severity, status, title, opened_at, updated_at, connection, suggested_action } =
        incident;
      const { cost_usd, projected_6h_usd } = incident;
      return {
        id,
        type,
        severity,
        status,
        title,
        opened_at,
        updated_at,
        connection,
        cost_usd,
        projected_6h_usd,
        blame_repo: blame?.repo ?? null,
        blame_sha: blame?.sha ?? null,
        suggested_action,
      };
    }),
  );
  await lake.mirror(
    "sentinel_findings",
    findings
      .map(readFinding)
      .map(({ id, incident_id, detector, type, fingerprint, severity, title, ...rest }) => ({
        id,
        incident_id,
        detector,
        type,
        fingerprint,
        severity,
        title,
        connection: rest.connection,
        window_from: rest.window.from,
        window_to: rest.window.to,
        cost_usd: rest.cost_usd,
      })),
  );
}
