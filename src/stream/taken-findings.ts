import { severityRank, identityOf } from "../incidents/kept-finding.ts";
import type { Finding } from "../contracts/finding.ts";

type Taken = { finding: Finding; says: string; at: number };

/**
 * What was taken up of the findings of one detector. Trouble that goes on is found again with every span; it is taken up
 * when it is new, when it grew worse, and else so often as to keep its figures current.
 */
export class TakenFindings {
  #taken = new Map<string, Taken>();

  /** Those of a whole judgement that are to be taken up at `now`, and when the others are due (milliseconds since 1970). */
  due(findings: Finding[], now: number, renew_ms: number): { now: Finding[]; next_at: number | undefined } {
    const present = new Set(findings.map(identityOf));
    for (const identity of this.#taken.keys()) if (!present.has(identity)) this.#taken.delete(identity);
    const due: Finding[] = [];
    let next_at: number | undefined;
    for (const finding of findings) {
      const known = this.#taken.get(identityOf(finding));
      if (known?.says === says(finding)) continue;
      const at = known === undefined || isWorse(finding, known.finding) ? now : known.at + renew_ms;
      if (at <= now) due.push(finding);
      else next_at = Math.min(next_at ?? at, at);
    }
    return { now: due, next_at };
  }

  took(findings: Finding[], now: number): void {
    for (const finding of findings) {
      this.#taken.set(identityOf(finding), { finding, says: says(finding), at: now });
    }
  }
}

/** All but the moment. */
function says(finding: Finding): string {
  return JSON.stringify({ ...finding, at: undefined, evidence: undefined });
}

const isWorse = (finding: Finding, known: Finding): boolean =>
  severityRank(finding.severity) > severityRank(known.severity) ||
  finding.suggested_action !== known.suggested_action;
