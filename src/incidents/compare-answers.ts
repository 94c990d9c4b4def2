import { rowHash } from "../queries/row-hash.ts";
import { shortHash, type Gathered } from "./gather-evidence.ts";

type Row = Record<string, unknown>;
type Kept = Pick<Gathered, "hash" | "stored_rows" | "row_hashes">;

export type Outcome = "same" | "changed" | "gone";

/** `altered` counts rows of which at least half of the values stayed; they are neither added nor removed. */
export type Comparison = { outcome: Outcome; added: number; removed: number; altered: number };

/** What became of an answer. `gone`: it had rows and now has none. Row order does not matter. */
export function compareAnswers(before: Kept, after: Kept): Comparison {
  if (before.hash === after.hash) return { outcome: "same", added: 0, removed: 0, altered: 0 };
  const removed = without(before.row_hashes, after.row_hashes);
  const added = without(after.row_hashes, before.row_hashes);
  const altered = countPairs(rowsOf(before, removed), rowsOf(after, added));
  return {
    outcome: after.row_hashes.length === 0 ? "gone" : "changed",
    added: added.length - altered,
    removed: removed.length - altered,
    altered,
  };
}

/** Difference of lists in which an element may stand several times. */
function without(all: string[], others: string[]): string[] {
  const left = new Map<string, number>();
  for (const hash of others) left.set(hash, (left.get(hash) ?? 0) + 1);
  return all.filter((hash) => {
    const count = left.get(hash) ?? 0;
    if (count > 0) left.set(hash, count - 1);
    return count === 0;
  });
}

function rowsOf({ stored_rows }: Kept, hashes: string[]): Row[] {
  const wanted = new Set(hashes);
  return stored_rows.filter((row) => wanted.has(shortHash(rowHash(row))));
}

/** How many rows of one side have a likeness of their own on the other; the closest are paired first. */
function countPairs(before: Row[], after: Row[]): number {
  const likely = before
    .flatMap((row, one) =>
      after.map((candidate, other) => ({ one, other, share: sharedValues(row, candidate) })),
    )
    .filter(({ share }) => share >= 0.5)
    .toSorted((a, b) => b.share - a.share);
  const paired = { one: new Set<number>(), other: new Set<number>() };
  for (const { one, other } of likely) {
    if (paired.one.has(one) || paired.other.has(other)) continue;
    paired.one.add(one);
    paired.other.add(other);
  }
  return paired.one.size;
}

function sharedValues(one: Row, other: Row): number {
  const columns = new Set([...Object.keys(one), ...Object.keys(other)]);
  const equal = [...columns].filter(
    (column) => JSON.stringify(one[column]) === JSON.stringify(other[column]),
  );
  return equal.length / columns.size;
}
