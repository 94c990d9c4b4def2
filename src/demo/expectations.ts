import type { Finding } from "../contracts/finding.ts";

/** What a seed says that must be found, as its seed.json has it. */
export type Expected = { detector: string; fingerprint: string; severity: string; blame: string | null };

export type Expectation = {
  seed: string;
  expected: number;
  found: number;
  missing: string[];
  unexpected: string[];
};

/** Compares each seed's expectations with what was found on its connection; seeds that state none are left out. */
export function compare(
  seeds: { name: string; expect: Expected[] | undefined }[],
  findings: Finding[],
): Expectation[] {
  return seeds.flatMap(({ name, expect }) => {
    if (expect === undefined) return [];
    const found = findings.filter(({ connection }) => connection === name);
    const left = found.map((finding) => labelOf({ ...finding, blame: finding.blame?.sha ?? null }));
    const missing = expect.map(labelOf).filter((label) => {
      const index = left.indexOf(label);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
    return [{ seed: name, expected: expect.length, found: found.length, missing, unexpected: left }];
  });
}

function labelOf({ detector, fingerprint, severity, blame }: Expected): string {
  return `${detector} ${fingerprint} (${severity}, ${blame === null ? "no blame" : `blame ${blame.slice(0, 10)}`})`;
}
