import type { Finding } from "../contracts/finding.ts";
import { connected } from "./connected.ts";
import { foldFinding, identityOf, keepFinding, type KeptFinding } from "./kept-finding.ts";
import { merges, type Link } from "./strengths.ts";
import type { Surroundings } from "./surroundings.ts";
import { tie } from "./tie.ts";
import { tiedPairs } from "./tied-pairs.ts";

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
  const entries = [...troubles].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const places = new Map(entries.map(([, finding], place) => [finding, place]));
  const identities = entries.map(([identity]) => identity);
  const findings = entries.map(([, finding]) => finding);
  const links = linksAmong(findings, identities, around);
  const placeOf = (finding: KeptFinding) => places.get(finding) ?? -1;
  const groups = connected(findings, (finding) => [
    identities[placeOf(finding)] ?? "",
    ...(finding.incident_id === undefined ? [] : [`incident ${finding.incident_id}`]),
    ...(links[placeOf(finding)] ?? []).filter((link) => merges(link.kind)).map(({ to }) => to),
  ]);
  const now = new Set(judged.map(identityOf));
  return groups.flatMap(([head, ...rest]) => {
    if (head === undefined) return [];
    const members = [head, ...rest].map(placeOf).toSorted((one, other) => one - other);
    return {
      findings: [head, ...rest],
      links: members.flatMap((place) => links[place] ?? []),
      judged: new Set(
        members.flatMap((place) => identities[place] ?? []).filter((identity) => now.has(identity)),
      ),
    };
  });
}

/** The links of each finding to those after it, by its place. */
function linksAmong(findings: KeptFinding[], identities: string[], around: Surroundings): FindingLink[][] {
  const others = tiedPairs(findings, around);
  return findings.map((one, place) =>
    (others[place] ?? []).flatMap((second) => {
      const other = findings[second];
      const [from = "", to = ""] = [identities[place], identities[second]];
      return other === undefined ? [] : tie(one, other, around).map((link) => ({ ...link, from, to }));
    }),
  );
}
