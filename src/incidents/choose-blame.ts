import type { Blame } from "../contracts/finding.ts";
import type { KeptFinding } from "./kept-finding.ts";
import { makeLink, type Link } from "./strengths.ts";
import { sameSha, shasOf, type Surroundings } from "./surroundings.ts";

export type ChosenBlame = { blame: Blame; link: Link };

/**
 * The commit that the findings, given in lead order, point to most strongly: by release before by mention
 * before by the service's own files; among equals the one that more findings blame, then the leader's.
 */
export function chooseBlame(findings: KeptFinding[], around: Surroundings): ChosenBlame | undefined {
  const blames = findings.flatMap(({ blame }) => (blame === null ? [] : [blame]));
  const candidates = blames.map((blame) => ({
    blame,
    link: linkTo(blame, findings, around),
    votes: blames.filter(({ sha }) => sameSha(sha, blame.sha)).length,
  }));
  return candidates.toSorted(
    (one, other) => other.link.strength - one.link.strength || other.votes - one.votes,
  )[0];
}

function linkTo({ sha, why }: Blame, findings: KeptFinding[], around: Surroundings): Link {
  const carried = findings.some((finding) =>
    [...shasOf(finding, around)].some((candidate) => sameSha(candidate, sha)),
  );
  if (carried) return makeLink("release", why);
  // A bot that posts every commit ties none of them to this trouble: the message must name both.
  const others = findings.flatMap(({ subject }) => [
    ...subject.issue_ids,
    ...subject.trace_ids,
    ...subject.tasks,
  ]);
  const mentioned = around.mentions.some(
    ({ identifiers }) => identifiers.has(sha) && others.some((other) => identifiers.has(other)),
  );
  return makeLink(mentioned ? "mention" : "service", why);
}
