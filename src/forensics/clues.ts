import { z } from "zod";

import type { ServiceMembers } from "../incidents/surroundings.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Thing } from "./thing.ts";

const ReleaseCommit = z.object({ connection: z.string(), release: z.string(), sha: z.string() });
const IssueTrace = z.object({
  connection: z.string(),
  issue_id: z.string(),
  trace_id: z.string(),
  events: z.number(),
});
const Mention = z.object({
  connection: z.string(),
  channel_id: z.string(),
  ts: z.string(),
  kind: z.string(),
  id: z.string(),
  said: z.string(),
});
const RequestCommit = z.object({ connection: z.string(), request: z.string(), sha: z.string() });
const Member = z.object({
  connection: z.string().nullable(),
  service: z.string(),
  kind: z.string(),
  value: z.string(),
});

/** What the lake says that ties things, beside what each carries itself. */
export type Clues = {
  release_commits: z.infer<typeof ReleaseCommit>[];
  issue_traces: z.infer<typeof IssueTrace>[];
  mentions: z.infer<typeof Mention>[];
  request_commits: z.infer<typeof RequestCommit>[];
  services: ServiceMembers[];
};

/** The catalogue of services, as ties between connections. */
export async function readServices(inquiry: Inquiry): Promise<ServiceMembers[]> {
  const services = new Map<string, ServiceMembers>();
  for (const { service, kind, value } of await inquiry.ask(Member, "service_members", {})) {
    const known = services.get(service) ?? { service, connections: new Set(), members: new Set() };
    if (kind === "connection") known.connections.add(value);
    known.members.add(`${kind} ${value}`);
    services.set(service, known);
  }
  return [...services.values()];
}

/** Asks for everything that may tie these things. */
export async function gatherClues(
  inquiry: Inquiry,
  things: Thing[],
  window: { from: string; to: string },
  services: ServiceMembers[],
): Promise<Clues> {
  const span = { since: window.from, until: window.to };
  const releases = [...new Set(things.flatMap((thing) => thing.releases))].toSorted();
  const issue_ids = things.filter(({ kind }) => kind === "issue").map(({ id }) => id);
  const [release_commits, issue_traces, mentions] = await Promise.all([
    releases.length === 0 ? [] : inquiry.ask(ReleaseCommit, "release_commits", { releases }),
    issue_ids.length === 0 ? [] : inquiry.ask(IssueTrace, "issue_traces", { ...span, issue_ids }),
    inquiry.ask(Mention, "mentions", span),
  ]);
  const requests = [...new Set(mentions.filter(({ kind }) => kind === "pull_request").map(({ id }) => id))];
  const request_commits =
    requests.length === 0 ? [] : await inquiry.ask(RequestCommit, "request_commits", { requests });
  return { release_commits, issue_traces, mentions, request_commits, services };
}
