import { groupBy } from "../../detectors/judge/group.ts";
import type { FileMerge } from "./read-history.ts";

/**
 * Finds the merges that touched a file under the name it has and, before each rename, under the one it had. A name that
 * was given away may be taken by another file afterwards: what that one did is not followed.
 */
export function followRenames(
  history: FileMerge[],
): (file: { path: string; previous_path: string | null }) => FileMerge[] {
  const byPath = groupBy(history, ({ path }) => path);
  return ({ path, previous_path }) => {
    const found: FileMerge[] = [];
    // A pull request that renames a file comes after everything else.
    let name: string | null = previous_path ?? path;
    let until: FileMerge | undefined;
    while (name !== null) {
      const end: FileMerge | undefined = until;
      const own: FileMerge[] = (byPath.get(name) ?? []).filter(
        (one) => end === undefined || isBefore(one, end),
      );
      const renamed: FileMerge | undefined = own.findLast((one) => one.previous_path !== null);
      found.push(...own.filter((one) => renamed === undefined || !isBefore(one, renamed)));
      name = renamed?.previous_path ?? null;
      until = renamed;
    }
    return found.toSorted((one, other) => one.committed_at.localeCompare(other.committed_at));
  };
}

const isBefore = (one: FileMerge, other: FileMerge): boolean => one.committed_at < other.committed_at;
