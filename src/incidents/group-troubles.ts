import type { Finding } from "../contracts/finding.ts";
import { connected } from "./connected.ts";
import { foldFinding, identityOf, keepFinding, type KeptFinding } from "./kept-finding.ts";
import { merges, type Link } from "./strengths.ts";
import type { Surroundings } from "./surroundings.ts";
import { tie } from "./tie.ts";

/** A link between two findings, named by their identities. */
export type FindingLink = Link & { from: string; to: string };

/** The findings of what is, or is to be, one incident. */
export type Group = {
  findings: [KeptFinding, ...KeptFinding[]];
  links: FindingLink[];
  /** Identities of the findings that were judged now. */
  judged: Set<string>;
};

/**
 * Folds new findings into the known ones of open incidents, and groups all that belong together: the findings of
 * one incident, and any two that a link stronger than nearness ties, across incidents too. The order in which
 * findings come makes no difference.
 */
export function groupTroubles(open: KeptFinding[], judged: Finding[], around: Surroundings): Group[] {
  const troubles = new Map(open.map((finding) => [identityOf(finding), finding]));
  for (const finding of judged) {
    const known = troubles.get(identityOf(finding));
    troubles.set(
      identityOf(finding),
      known === undefined ? keepFinding(finding) : foldFinding(known, finding),
    );
  }
  const findings = [...troubles.values()].toSorted((one, other) =>
    identityOf(one) < identityOf(other) ? -1 : 1,
  );
  const links = linksAmong(findings, around);
  const groups = connected(findings, (finding) => [
    identityOf(finding),
    ...(finding.incident_id === undefined ? [] : [`incident ${finding.incident_id}`]),
    ...links.filter((link) => merges(link.kind) && link.from === identityOf(finding)).map(({ to }) => to),
  ]);
  const now = new Set(judged.map(identityOf));
  return groups.flatMap(([head, ...rest]) => {
    if (head === undefined) return [];
    const members = new Set([head, ...rest].map(identityOf));
    return {
      findings: [head, ...rest],
      links: links.filter(({ from }) => members.has(from)),
      judged: new Set([...members].filter((identity) => now.has(identity))),
    };
  });
}

function linksAmong(findings: KeptFinding[], around: Surroundings): FindingLink[] {
  return findings.flatMap((one, index) =>
    findings
      .slice(index + 1)
      .flatMap((other) =>
        tie(one, other, around).map((link) => ({ ...link, from: identityOf(one), to: identityOf(other) })),
      ),
  );
}
