/** What the lake knows around findings that ties them to each other and to commits. */
import type { KeptFinding } from "./kept-finding.ts";

/** One message, and the ids of what it names: SHAs, Sentry issues, traces, tasks. */
export type Mentions = { connection: string; message: string; identifiers: Set<string> };

/** `absent`: no repository is connected. */
export type CommitCoverage = "complete" | "incomplete" | "absent";

/** A service of the catalogue; `members` are `repo acme/shop`, `agent triage`, … */
export type ServiceMembers = { service: string; connections: Set<string>; members: Set<string> };

export type Surroundings = {
  /** Trace ids of the events of a Sentry issue, by `inConnection(connection, issue id)`. */
  issue_traces: Map<string, Set<string>>;
  /** Commits that a release was made from, by `inConnection(connection, release)`. */
  release_shas: Map<string, Set<string>>;
  mentions: Mentions[];
  /** Whether commits could be sought around the findings of a connection. */
  commits: Map<string, CommitCoverage>;
  services: ServiceMembers[];
};

export const inConnection = (connection: string, value: string): string =>
  JSON.stringify([connection, value]);

/** The services that a finding is about: its connection's, and those that list what it names. */
export function servicesOf({ connection, subject }: KeptFinding, { services }: Surroundings): Set<string> {
  const named = [
    ...subject.repos.map((repo) => `repo ${repo}`),
    ...subject.agents.map((agent) => `agent ${agent}`),
    ...subject.channels.map((channel) => `channel ${channel}`),
    ...subject.tasks.map((task) => `task ${task}`),
  ];
  // An agent of the same name in a connection that the service does not have is another agent.
  const mine = services.filter(({ connections, members }) =>
    connections.size > 0 ? connections.has(connection) : named.some((member) => members.has(member)),
  );
  return new Set(mine.map(({ service }) => service));
}

/** Connections that belong to one product with this one, itself included. */
export function siblingsOf(connection: string, services: ServiceMembers[]): string[] {
  const shared = services.filter(({ connections }) => connections.has(connection));
  return [...new Set([connection, ...shared.flatMap(({ connections }) => [...connections])])].toSorted();
}

export function tracesOf({ connection, subject }: KeptFinding, { issue_traces }: Surroundings): Set<string> {
  const ofIssues = subject.issue_ids.flatMap((issue) => [
    ...(issue_traces.get(inConnection(connection, issue)) ?? []),
  ]);
  return new Set([...subject.trace_ids, ...ofIssues]);
}

/** Commits that the finding's own data name: its SHAs, and its releases as the commits they were made from. */
export function shasOf({ connection, subject }: KeptFinding, around: Surroundings): Set<string> {
  const siblings = siblingsOf(connection, around.services);
  const ofReleases = subject.releases.flatMap((release) => [
    release,
    ...siblings.flatMap((sibling) => [...(around.release_shas.get(inConnection(sibling, release)) ?? [])]),
  ]);
  return new Set([...subject.shas, ...ofReleases]);
}

const SHORTEST_SHA = 7;

/** Whether two names of commits mean one commit; either may be the short form. */
export function sameSha(one: string, other: string): boolean {
  const [short = "", long = ""] = [one.toLowerCase(), other.toLowerCase()].toSorted(
    (a, b) => a.length - b.length,
  );
  return (
    short === long || (short.length >= SHORTEST_SHA && /^[0-9a-f]+$/.test(short) && long.startsWith(short))
  );
}
