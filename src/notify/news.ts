/** What a reader of one place knows of an incident, and what is news to them. */
import { z } from "zod";

import { Severity } from "../contracts/finding.ts";
import type { Incident } from "../contracts/incident.ts";
import { severityRank } from "../incidents/kept-finding.ts";
import type { NoticeRow } from "../state/rows/letters.ts";
import type { NotifySettings } from "./settings.ts";

const Known = z.object({
  status: z.string(),
  severity: Severity,
  findings: z.number(),
  blame: z.string().nullable(),
});
export type Known = z.infer<typeof Known>;

/** `opened` begins a thread, the others continue it; `reminded` repeats it because nobody took it. */
export type News = "opened" | "worse" | "updated" | "acknowledged" | "reminded" | "resolved";

export const knownOf = ({ status, severity, findings, blame }: Incident): Known => ({
  status,
  severity,
  findings: findings.length,
  blame: blame?.sha ?? null,
});

/** What is to be told now; undefined when nothing is, or not yet. */
export function newsOf(
  incident: Incident,
  notice: NoticeRow | undefined,
  { group_minutes, remind_hours }: Pick<NotifySettings, "group_minutes" | "remind_hours">,
  at: Date,
): News | undefined {
  const { status, severity } = incident;
  if (notice === undefined) return status === "open" || status === "acknowledged" ? "opened" : undefined;
  // Trouble that comes back after its end is a new incident.
  if (notice.closed_at !== null) return undefined;
  if (status === "resolved") return "resolved";
  // Whoever snoozed it asked not to be told.
  if (status === "snoozed") return undefined;
  const known = Known.parse(JSON.parse(notice.told));
  if (severityRank(severity) > severityRank(known.severity)) return "worse";
  if (status === "acknowledged" && known.status !== "acknowledged") return "acknowledged";
  const silent_ms = at.getTime() - Date.parse(notice.last_at);
  const { findings, blame } = knownOf(incident);
  const changed = findings !== known.findings || blame !== known.blame;
  if (changed && silent_ms >= group_minutes * 60_000) return "updated";
  if (status === "open" && remind_hours > 0 && silent_ms >= remind_hours * 3_600_000) return "reminded";
  return undefined;
}
