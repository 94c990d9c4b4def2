import type { KeptFinding } from "./kept-finding.ts";
import { makeLink, type Link } from "./strengths.ts";
import { sameSha, servicesOf, shasOf, siblingsOf, tracesOf, type Surroundings } from "./surroundings.ts";

/**
 * The links between two findings, strongest first; empty when only their time, or a service that does many
 * things, joins them. Nothing ties findings of different connections unless the catalogue says that both belong to
 * one service: ids of two customers may coincide. What a rule here compares, `tiedPairs` must list.
 */
export function tie(one: KeptFinding, other: KeptFinding, around: Surroundings): Link[] {
  const shared = first(servicesOf(one, around), servicesOf(other, around));
  if (one.connection !== other.connection && shared === undefined) return [];
  const release = sameRelease(one, other, around);
  const service = shared ?? one.connection;
  const links = [
    sameTrace(one, other, around),
    release,
    oneMessage(one, other, around),
    (release === undefined ? sameSuspect(one, other, service) : undefined) ?? sameWork(one, other, service),
  ];
  return links.filter((link) => link !== undefined);
}

function sameTrace(one: KeptFinding, other: KeptFinding, around: Surroundings): Link | undefined {
  const trace = first(tracesOf(one, around), tracesOf(other, around));
  return trace === undefined ? undefined : makeLink("trace", `both contain trace ${trace}`);
}

/**
 * Both are blamed on one commit and one of them ran on it; or one is blamed on a commit, and the other, of which
 * nobody says a cause, ran on that commit when it began at the same time. That both merely run one release is no tie:
 * everything does.
 */
function sameRelease(one: KeptFinding, other: KeptFinding, around: Surroundings): Link | undefined {
  for (const [blaming, second] of [[one, other] as const, [other, one] as const]) {
    if (blaming.blame === null) continue;
    const { sha, committed_at } = blaming.blame;
    const short = sha.slice(0, 10);
    if (second.blame !== null) {
      if (!sameSha(sha, second.blame.sha)) return undefined;
      if (runsOn(one, sha, around) || runsOn(other, sha, around))
        return makeLink("release", `both are blamed on commit ${short}`);
    } else if (
      runsOn(second, sha, around) &&
      Date.parse(second.window.from) >= Date.parse(committed_at) &&
      overlap(one, other)
    ) {
      return makeLink("release", `one is blamed on commit ${short}, on which the other ran`);
    }
  }
  return undefined;
}

const runsOn = (finding: KeptFinding, sha: string, around: Surroundings): boolean =>
  [...shasOf(finding, around)].some((candidate) => sameSha(sha, candidate));

/**
 * A message that names something of each. One thing that both have is judged by the rules above, not by being talked
 * of; and a message that names two commits is a bot's list of what was deployed.
 */
function oneMessage(one: KeptFinding, other: KeptFinding, around: Surroundings): Link | undefined {
  for (const { connection, message, identifiers } of around.mentions) {
    const [mine = [], theirs = []] = [one, other].map((finding) =>
      siblingsOf(finding.connection, around.services).includes(connection)
        ? identifiersOf(finding).filter(({ name }) => identifiers.has(name))
        : [],
    );
    for (const { name, commit } of mine) {
      const second = theirs.find((candidate) => candidate.name !== name && !(commit && candidate.commit));
      if (second === undefined) continue;
      return makeLink(
        "mention",
        `message ${message} mentions ${[name, second.name].toSorted().join(" and ")}`,
      );
    }
  }
  return undefined;
}

/** Both are blamed on one commit of their service, though neither is known to have run on it. */
function sameSuspect(one: KeptFinding, other: KeptFinding, service: string): Link | undefined {
  if (one.blame === null || other.blame === null || !overlap(one, other)) return undefined;
  if (!sameSha(one.blame.sha, other.blame.sha)) return undefined;
  return makeLink(
    "service",
    `both are blamed on commit ${one.blame.sha.slice(0, 10)} of ${service} at the same time`,
  );
}

function sameWork(one: KeptFinding, other: KeptFinding, service: string): Link | undefined {
  if (!overlap(one, other)) return undefined;
  const agent = first(new Set(one.subject.agents), new Set(other.subject.agents));
  if (agent !== undefined)
    return makeLink("service", `both concern agent ${agent} of ${service} at the same time`);
  const task = first(new Set(one.subject.tasks), new Set(other.subject.tasks));
  return task === undefined
    ? undefined
    : makeLink("service", `both concern task ${task} of ${service} at the same time`);
}

/** What a message may name of a finding: commits, Sentry issues, traces and tasks. */
export function identifiersOf({ subject, blame }: KeptFinding): { name: string; commit: boolean }[] {
  const shas = [...subject.shas, ...(blame === null ? [] : [blame.sha])];
  const others = [...subject.issue_ids, ...subject.trace_ids, ...subject.tasks];
  return [
    ...[...new Set(others)].toSorted().map((name) => ({ name, commit: false })),
    ...[...new Set(shas)].toSorted().map((name) => ({ name, commit: true })),
  ];
}

const overlap = (one: KeptFinding, other: KeptFinding): boolean =>
  one.window.from <= other.window.to && other.window.from <= one.window.to;

function first(one: Set<string>, other: Set<string>): string | undefined {
  return [...one].filter((value) => other.has(value)).toSorted()[0];
}
