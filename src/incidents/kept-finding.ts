/** A finding as an incident keeps it: the sum of every judgement that said the same trouble. */
import { z } from "zod";

import { Severity, type Blame, type Finding, type Subject } from "../contracts/finding.ts";
import type { FindingRow } from "../state/rows/incidents.ts";

const Values = z.array(z.string()).default([]);
const FullSubject = z.object({
  agents: Values,
  trace_ids: Values,
  releases: Values,
  shas: Values,
  repos: Values,
  issue_ids: Values,
  channels: Values,
  tasks: Values,
  models: Values,
  features: Values,
  tools: Values,
}) satisfies z.ZodType<Required<Subject>>;

export const StoredBlame: z.ZodType<Blame> = z.object({
  repo: z.string(),
  sha: z.string(),
  message: z.string(),
  committed_at: z.string(),
  why: z.string(),
  tied_by: z.enum(["release", "path", "message"]).optional(),
});

const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export type KeptFinding = Omit<Finding, "subject" | "evidence" | "at"> & {
  /** Undefined until it is stored. */
  id: string | undefined;
  incident_id: string | undefined;
  subject: Required<Subject>;
  first_at: string;
  last_at: string;
  times_seen: number;
};

/** What makes two judgements the same trouble. */
export const identityOf = (finding: { detector: string; connection: string; key: string }): string =>
  JSON.stringify([finding.connection, finding.detector, finding.key]);

const SEVERITIES = Severity.options;
export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);
export const worse = (one: Severity, other: Severity): Severity =>
  severityRank(one) >= severityRank(other) ? one : other;

export function keepFinding(finding: Finding): KeptFinding {
  const { evidence: _, at: judged_at, subject, window, ...rest } = finding;
  const at = utc(judged_at);
  return {
    ...rest,
    id: undefined,
    incident_id: undefined,
    subject: FullSubject.parse(subject),
    window: { from: utc(window.from), to: utc(window.to) },
    first_at: at,
    last_at: at,
    times_seen: 1,
  };
}

/**
 * One more judgement of a known trouble. Severity, cost and window only grow, since a sliding window forgets
 * what it has seen; words, facts and rate are those of the latest moment judged.
 */
export function foldFinding(known: KeptFinding, finding: Finding): KeptFinding {
  const next = keepFinding(finding);
  const [old, latest] = next.last_at >= known.last_at ? [known, next] : [next, known];
  return {
    ...latest,
    id: known.id,
    incident_id: known.incident_id,
    severity: worse(known.severity, next.severity),
    window: {
      from: earliest(known.window.from, next.window.from),
      to: known.window.to >= next.window.to ? known.window.to : next.window.to,
    },
    subject: joinSubjects(known.subject, next.subject),
    cost_usd: greatest(known.cost_usd, next.cost_usd),
    blame: latest.blame ?? old.blame,
    first_at: earliest(known.first_at, next.first_at),
    last_at: latest.last_at,
    times_seen: known.times_seen + 1,
  };
}

export function readFinding(row: FindingRow): KeptFinding {
  const { from_at, to_at, subject, facts, blame, severity, requires_approval, ...rest } = row;
  return {
    ...rest,
    severity: Severity.parse(severity),
    window: { from: from_at, to: to_at },
    subject: FullSubject.parse(JSON.parse(subject)),
    facts: Facts.parse(JSON.parse(facts)),
    blame: blame === null ? null : StoredBlame.parse(JSON.parse(blame)),
    requires_approval: requires_approval === 1,
  };
}

export function writeFinding(finding: KeptFinding, id: string, incident_id: string): FindingRow {
  const { window, subject, facts, blame, requires_approval, ...rest } = finding;
  return {
    ...rest,
    id,
    incident_id,
    from_at: window.from,
    to_at: window.to,
    subject: JSON.stringify(subject),
    facts: JSON.stringify(facts),
    blame: blame === null ? null : JSON.stringify(blame),
    requires_approval: requires_approval ? 1 : 0,
  };
}

function joinSubjects(one: Required<Subject>, other: Required<Subject>): Required<Subject> {
  const entries = Object.entries(one).map(([part, values]) => [
    part,
    [...new Set([...values, ...other[part as keyof Subject]])].toSorted(),
  ]);
  return FullSubject.parse(Object.fromEntries(entries));
}

/** One spelling of a moment, so that moments compare as text. */
export const utc = (moment: string): string => new Date(moment).toISOString();

const earliest = (one: string, other: string): string => (one <= other ? one : other);

function greatest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
