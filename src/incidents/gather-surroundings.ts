import { z } from "zod";

import type { Params } from "../contracts/query.ts";
import { askRows, type AskContext } from "./ask-rows.ts";
import { commitCoverage } from "./commit-coverage.ts";
import { gatherMentions } from "./gather-mentions.ts";
import type { KeptFinding } from "./kept-finding.ts";
import { inConnection, type ServiceMembers, type Surroundings } from "./surroundings.ts";

const HOUR_MS = 3_600_000;
/** How far from the trouble a message may talk of it, and a commit may have caused it. */
const TALK_MS = 6 * HOUR_MS;
const COMMITS_MS = 48 * HOUR_MS;

const IssueTrace = z.object({ connection: z.string(), issue_id: z.string(), trace_id: z.string() });
const ReleaseCommit = z.object({ connection: z.string(), release: z.string(), sha: z.string() });
const Member = z.object({ service: z.string(), kind: z.string(), value: z.string() });

/**
 * Asks the lake what may tie the judged findings to each other and to those of open incidents. What cannot be
 * answered is logged and missing: findings are then recorded with fewer links, which a later detection adds.
 */
export async function gatherSurroundings(
  context: AskContext,
  open: KeptFinding[],
  judged: KeptFinding[],
  at: Date,
  fresh_from: Date,
): Promise<Surroundings> {
  const all = [...open, ...judged];
  const issues = unique(all.flatMap(({ subject }) => subject.issue_ids));
  const releases = unique(all.flatMap(({ subject }) => subject.releases));
  const span = spanOf(judged, at);
  const [members, traces, commits] = await Promise.all([
    askRows(context, at, Member, "service_members", {}),
    issues.length === 0
      ? []
      : askRows(context, at, IssueTrace, "issue_traces", {
          ...widened(spanOf(all, at), 0),
          issue_ids: issues,
        }),
    releases.length === 0 ? [] : askRows(context, at, ReleaseCommit, "release_commits", { releases }),
  ]);
  const services = toServices(members);
  const window = { from: new Date(span.from - COMMITS_MS), to: new Date(span.to) };
  const connections = unique(all.map(({ connection }) => connection));
  return {
    issue_traces: collect(traces.map((row) => ({ ...row, by: row.issue_id, value: row.trace_id }))),
    release_shas: collect(commits.map((row) => ({ ...row, by: row.release, value: row.sha }))),
    mentions: judged.length === 0 ? [] : await gatherMentions(context, widened(span, TALK_MS), at),
    commits: await commitCoverage(context.lake, connections, services, window, fresh_from),
    services,
  };
}

type Span = { from: number; to: number };

const spanOf = (findings: KeptFinding[], at: Date): Span => ({
  from: Math.min(at.getTime(), ...findings.map(({ window }) => Date.parse(window.from))),
  to: Math.max(...findings.map(({ window }) => Date.parse(window.to)), at.getTime()),
});

// One millisecond more: windows of findings end with their last event, those of queries before it.
const widened = ({ from, to }: Span, by: number): Params => ({
  since: new Date(from - by).toISOString(),
  until: new Date(to + by + 1).toISOString(),
});

const unique = (values: string[]): string[] => [...new Set(values)].toSorted();

function collect(rows: { connection: string; by: string; value: string }[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { connection, by, value } of rows) {
    const key = inConnection(connection, by);
    found.set(key, (found.get(key) ?? new Set()).add(value));
  }
  return found;
}

function toServices(rows: z.infer<typeof Member>[]): ServiceMembers[] {
  const services = new Map<string, ServiceMembers>();
  for (const { service, kind, value } of rows) {
    const known = services.get(service) ?? { service, connections: new Set(), members: new Set() };
    if (kind === "connection") known.connections.add(value);
    known.members.add(`${kind} ${value}`);
    services.set(service, known);
  }
  return [...services.values()];
}
