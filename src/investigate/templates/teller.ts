import type { EvidencePack, Facts, PackFinding } from "../evidence-pack.ts";

/** How one type of incident is told. Sentences cite the evidence of the leading finding. */
export type Teller = {
  /** What was seen, in one to three sentences with its figures. */
  seen: (finding: PackFinding, pack: EvidencePack) => string[];
  /** What to do first, before or without a culprit. */
  next: (finding: PackFinding, pack: EvidencePack) => string[];
};

export function numberFact(facts: Facts, name: string): number | undefined {
  const value = facts[name];
  return typeof value === "number" ? value : undefined;
}

export function textFact(facts: Facts, name: string): string | undefined {
  const value = facts[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}
