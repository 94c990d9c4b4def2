import { evidenceId } from "../incidents/read-incident.ts";
import type { State } from "../state/open.ts";
import type { EvidencePack } from "./evidence-pack.ts";

export type TimelineEntry = { at: string; what: string };

/** What happened to the incident and around it, the earliest first. Texts are as sources wrote them. */
export async function timelineOf(state: State, pack: EvidencePack): Promise<TimelineEntry[]> {
  const row = await state.db
    .selectFrom("incidents")
    .selectAll()
    .where("id", "=", pack.id)
    .executeTakeFirstOrThrow();
  const verdicts = await state.db
    .selectFrom("verdicts")
    .selectAll()
    .where("incident_id", "=", pack.id)
    .execute();
  const checks = await state.db
    .selectFrom("verifications")
    .selectAll()
    .where("incident_id", "=", pack.id)
    .execute();
  const entries: (TimelineEntry | undefined)[] = [
    entry(
      pack.blame?.committed_at,
      `commit ${pack.blame?.sha.slice(0, 10)} of ${pack.blame?.repo}: ${pack.blame?.message}`,
    ),
    ...pack.findings.map(({ window, title }) => entry(window.from, `began: ${title}`)),
    entry(pack.window.to, "last sign of it"),
    entry(row.opened_at, "incident opened"),
    entry(row.acknowledged_at, `acknowledged by ${row.acknowledged_by}`),
    entry(
      row.resolved_at,
      `resolved by ${row.resolved_by}${row.resolution === null ? "" : `: ${row.resolution}`}`,
    ),
    ...verdicts.map(({ at, verdict, by, note }) =>
      entry(at, `verdict of ${by}: ${verdict}${note === null ? "" : ` (${note})`}`),
    ),
    ...[...new Set(checks.map(({ at }) => at))].map((at) =>
      entry(at, wordsOf(checks.filter((check) => check.at === at))),
    ),
  ];
  return entries
    .filter((one) => one !== undefined)
    .toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)));
}

/** `evidence verified: 3 same, 1 changed (e2)` */
function wordsOf(checks: { number: number; outcome: string }[]): string {
  const parts = ["same", "changed", "gone"].flatMap((outcome) => {
    const numbers = checks
      .filter((check) => check.outcome === outcome)
      .map(({ number }) => evidenceId(number));
    if (numbers.length === 0) return [];
    return outcome === "same"
      ? `${numbers.length} same`
      : `${numbers.length} ${outcome} (${numbers.join(", ")})`;
  });
  return `evidence verified: ${parts.join(", ")}`;
}

const entry = (at: string | null | undefined, what: string): TimelineEntry | undefined =>
  at === null || at === undefined ? undefined : { at: new Date(at).toISOString(), what };
