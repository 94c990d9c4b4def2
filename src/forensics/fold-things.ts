import type { Tie } from "./tie.ts";
import { inTime, nodeOf, type Thing } from "./thing.ts";
import { grouped } from "./grouped.ts";

/** Things that are alike in all that a graph shows; mostly one. The first of them stands for the rest. */
export type Fold = { first: Thing; members: Thing[] };

/** Two alike are told apart sooner than a fold is understood. */
const FEWEST = 3;

/**
 * Folds repetitions: things of one kind, place, title and state that are tied to the same things in the same way. What
 * a fold hides is therefore nothing but how often.
 */
export function foldThings(things: Thing[], ties: Tie[]): Fold[] {
  const neighbours = new Map<string, string[]>();
  for (const { from, to, kind } of ties) {
    for (const [one, other] of [
      [nodeOf(from), nodeOf(to)],
      [nodeOf(to), nodeOf(from)],
    ] as const) {
      neighbours.set(one, [...(neighbours.get(one) ?? []), `${kind} ${other}`]);
    }
  }
  const alike = grouped(things, (thing) =>
    JSON.stringify([
      thing.kind,
      thing.connection,
      thing.place,
      thing.title,
      thing.state,
      thing.failed,
      // Each finding is a matter of its own.
      thing.kind === "finding" ? thing.id : null,
      (neighbours.get(nodeOf(thing)) ?? []).toSorted(),
    ]),
  );
  return [...alike.values()].flatMap((members) => {
    const inOrder = members.toSorted(inTime);
    const folds = members.length < FEWEST ? inOrder.map((one) => [one]) : [inOrder];
    return folds.flatMap((fold) => (fold[0] === undefined ? [] : [{ first: fold[0], members: fold }]));
  });
}
