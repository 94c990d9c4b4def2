import { distance } from "fastest-levenshtein";

/** Up to three known names that a mistyped one may have meant, nearest first; empty when none is close. */
export function nearest(name: string, known: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  return [...known]
    .map((candidate) => ({ candidate, far: farness(wanted, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= Math.max(2, wanted.length / 2))
    .toSorted((one, other) => one.far - other.far || one.candidate.localeCompare(other.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `commits` is near to `github_commits`, however many letters are missing. */
function farness(wanted: string, candidate: string): number {
  return candidate.includes(wanted) && wanted.length > 2 ? 1 : distance(wanted, candidate);
}

/** The hint of an unknown name: what it may have meant, else where to look. */
export function didYouMean(name: string, known: Iterable<string>, otherwise: string): string {
  const near = nearest(name, known);
  return near.length === 0 ? otherwise : `did you mean ${near.join(" or ")}?`;
}
