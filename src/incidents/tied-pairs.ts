import type { KeptFinding } from "./kept-finding.ts";
import { shasOf, tracesOf, type Surroundings } from "./surroundings.ts";
import { identifiersOf } from "./tie.ts";

/** Shorter names of commits are compared whole: see `sameSha`. */
const SHA_START = 7;
const commit = (sha: string) => sha.slice(0, SHA_START).toLowerCase();

/**
 * For each finding by its place, the places after it of those that `tie` may tie to it, ascending: what they share stands
 * in one of a few lists. Thousands of open findings that have nothing in common are not compared with each other.
 */
export function tiedPairs(findings: KeptFinding[], around: Surroundings): number[][] {
  const partners = findings.map(() => new Set<number>());
  const pair = (one: number, other: number) => {
    if (one !== other) partners[Math.min(one, other)]?.add(Math.max(one, other));
  };
  const traces = listed(findings, (finding) => tracesOf(finding, around));
  const commits = listed(findings, (finding) => [...shasOf(finding, around)].map(commit));
  const blamed = listed(findings, ({ blame }) => (blame === null ? [] : [commit(blame.sha)]));
  const talked = listed(findings, (finding) => identifiersOf(finding).map(({ name }) => name));
  const works = listed(findings, ({ subject }) => [
    ...subject.agents.map((agent) => `agent ${agent}`),
    ...subject.tasks.map((task) => `task ${task}`),
  ]);

  for (const places of traces.values()) everyPair(places, pair);
  for (const [sha, blaming] of blamed) {
    // Everything runs on the newest release: only who blames a commit is compared with what ran on it.
    for (const one of blaming)
      for (const other of [...blaming, ...(commits.get(sha) ?? [])]) pair(one, other);
  }
  for (const { identifiers } of around.mentions) {
    everyPair([...new Set([...identifiers].flatMap((name) => talked.get(name) ?? []))], pair);
  }
  for (const places of works.values()) everyOverlap(places, findings, pair);
  return partners.map((places) => [...places].toSorted((one, other) => one - other));
}

type Pair = (one: number, other: number) => void;

function listed(findings: KeptFinding[], valuesOf: (finding: KeptFinding) => Iterable<string>) {
  const lists = new Map<string, number[]>();
  for (const [place, finding] of findings.entries()) {
    for (const value of new Set(valuesOf(finding))) {
      const known = lists.get(value);
      if (known === undefined) lists.set(value, [place]);
      else known.push(place);
    }
  }
  return lists;
}

function everyPair(places: number[], pair: Pair): void {
  for (const [index, one] of places.entries()) {
    for (const other of places.slice(index + 1)) pair(one, other);
  }
}

/** Of an agent that is in trouble again and again, only troubles of the same time. */
function everyOverlap(places: number[], findings: KeptFinding[], pair: Pair): void {
  const spans = places
    .map((place) => ({
      place,
      from: findings[place]?.window.from ?? "",
      to: findings[place]?.window.to ?? "",
    }))
    .toSorted((one, other) => (one.from < other.from ? -1 : 1));
  for (const [index, one] of spans.entries()) {
    for (const other of spans.slice(index + 1)) {
      if (other.from > one.to) break;
      pair(one.place, other.place);
    }
  }
}
