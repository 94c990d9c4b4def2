import type { Shown } from "./collapse.ts";

/** Nodes one above the other before a column is full, at least. */
const TALLEST = 6;

/**
 * The column of each node by its id, from the left: what is in a column came before all that is in the next. A node stands
 * in a later column than each it is linked to from, so that every line goes to the right.
 */
export function columnsOf({ nodes, edges }: Shown): Map<string, number> {
  const inOrder = nodes.toSorted(
    (one, other) =>
      Date.parse(one.happened_at) - Date.parse(other.happened_at) || (one.id < other.id ? -1 : 1),
  );
  // A wide graph is read by scrolling in one direction; a tall one in two.
  const tallest = Math.max(TALLEST, Math.ceil(Math.sqrt(nodes.length)));
  const before = new Map<string, string[]>();
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from]);
  const columns = new Map<string, number>();
  let column = 0;
  let height = 0;
  for (const { id } of inOrder) {
    const follows = (before.get(id) ?? []).some((from) => columns.get(from) === column);
    if (follows || height === tallest) {
      column += 1;
      height = 0;
    }
    columns.set(id, column);
    height += 1;
  }
  return columns;
}
