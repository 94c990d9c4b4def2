import type { Fold } from "./fold-things.ts";
import type { ForensicGraph } from "./graph.ts";
import { THING_KINDS, type Thing } from "./thing.ts";

/** How many things of each kind the window has, and how many the graph stands for: what is missing is said, never silent. */
export function countKinds(
  rows: (Thing & { things: number })[],
  things: Thing[],
  folds: Fold[],
): ForensicGraph["kinds"] {
  const in_window = new Map(rows.map(({ kind, things: all }) => [kind, all]));
  const shown = folds.flatMap(({ members }) => members);
  return THING_KINDS.map((kind) => ({
    kind,
    things: in_window.get(kind) ?? things.filter((thing) => thing.kind === kind).length,
    shown: shown.filter((thing) => thing.kind === kind).length,
  }));
}
