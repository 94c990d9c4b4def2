import type { KeptFinding } from "../incidents/kept-finding.ts";
import { makeLink, type LinkKind } from "../incidents/strengths.ts";
import { siblingsOf } from "../incidents/surroundings.ts";
import type { LinkRow } from "../state/rows/incidents.ts";
import type { Clues } from "./clues.ts";
import { inTime, nodeOf, type Thing } from "./thing.ts";
import { tieByCatalogue } from "./tie-by-catalogue.ts";
import { tieFindings } from "./tie-findings.ts";
import type { Find, Pair, Tie } from "./tie.ts";
import { grouped } from "./grouped.ts";

/**
 * The links between things, one per pair: the strongest there is. What is merely near in time, or of one service, is
 * sought only for what no stronger link ties to a change.
 */
export function tieThings(things: Thing[], findings: KeptFinding[], stored: LinkRow[], clues: Clues): Tie[] {
  const find = finder(things, clues);
  const strong = [
    ...byTrace(clues, find),
    ...byRelease(things, clues, find),
    ...byMention(clues, find),
    ...tieFindings(things, findings, stored, find),
  ];
  return strongestOf([...strong, ...tieByCatalogue(things, strong, clues.services)]);
}

function finder(things: Thing[], { services }: Clues): Find {
  const known = new Map<string, Thing[]>();
  for (const thing of things) {
    // What is said of a task is said of each of its failed runs.
    const names = thing.kind === "task_run" && thing.failed ? [thing.id, thing.place ?? ""] : [thing.id];
    for (const name of names) {
      const key = JSON.stringify([thing.connection, thing.kind, name]);
      known.set(key, [...(known.get(key) ?? []), thing]);
    }
  }
  return (connection, kind, id) =>
    siblingsOf(connection, services).flatMap(
      (sibling) => known.get(JSON.stringify([sibling, kind, id])) ?? [],
    );
}

function byTrace({ issue_traces }: Clues, find: Find): Pair[] {
  return issue_traces.flatMap(({ connection, issue_id, trace_id, events }) =>
    pairs(find(connection, "issue", issue_id), find(connection, "trace", trace_id), {
      kind: "trace",
      why: `${events === 1 ? "an event of the issue carries" : `${events} events of the issue carry`} the trace's id`,
      query: "issue_traces",
    }),
  );
}

function byRelease(things: Thing[], { release_commits, services }: Clues, find: Find): Pair[] {
  const commits = grouped(release_commits, ({ release }) => release);
  return things
    .filter(({ kind }) => kind !== "commit" && kind !== "message")
    .flatMap((thing) =>
      thing.releases.flatMap((release) => {
        const siblings = siblingsOf(thing.connection, services);
        const made = (commits.get(release) ?? []).filter(({ connection }) => siblings.includes(connection));
        return made.flatMap(({ connection, sha }) =>
          pairs([thing], find(connection, "commit", sha), {
            kind: "release",
            why: `it carries release ${release}, which is the commit`,
            query: "release_commits",
          }),
        );
      }),
    );
}

const NAMED: Record<string, Thing["kind"]> = {
  commit: "commit",
  issue: "issue",
  trace: "trace",
  task: "task_run",
};

function byMention({ mentions, request_commits }: Clues, find: Find): Pair[] {
  return mentions.flatMap(({ connection, channel_id, ts, kind, id, said }) => {
    const shas = request_commits.filter((one) => one.connection === connection && one.request === id);
    const named = NAMED[kind];
    const things =
      kind === "pull_request"
        ? shas.flatMap(({ sha }) => find(connection, "commit", sha))
        : named === undefined
          ? []
          : find(connection, named, id);
    return pairs(find(connection, "message", `${channel_id} ${ts}`), things, {
      kind: "mention",
      why:
        kind === "pull_request"
          ? `the message names ${id}, merged as the commit`
          : `the message names ${said}`,
      query: "mentions",
    });
  });
}

function pairs(
  ones: Thing[],
  others: Thing[],
  link: { kind: LinkKind; why: string; query: string | null },
): Pair[] {
  return ones.flatMap((one) =>
    others.filter((other) => other !== one).map((other) => ({ one, other, ...link })),
  );
}

function strongestOf(found: Pair[]): Tie[] {
  const ties = found.map(({ one, other, kind, why, query }): Tie => {
    const [from = one, to = other] = [one, other].toSorted(inTime);
    return { from, to, query, ...makeLink(kind, why) };
  });
  const best = new Map<string, Tie>();
  for (const tie of ties) {
    const key = `${nodeOf(tie.from)}\n${nodeOf(tie.to)}`;
    const known = best.get(key);
    if (known === undefined || tie.strength > known.strength) best.set(key, tie);
  }
  return [...best.values()];
}
