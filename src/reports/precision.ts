/**
 * How right each detector is, by what people said of its incidents. The latest verdict of an incident counts, for each
 * detector with a finding in it. `wrong_cause` means that the trouble was real and the blame was not, so it counts as
 * real, and against the cause: two rates, neither of them with half points.
 */
import type { State } from "../state/open.ts";
import { wilson, type Interval } from "./wilson.ts";

export type Precision = {
  detector: string;
  right: number;
  wrong_cause: number;
  noise: number;
  /** (right + wrong_cause) / all. */
  real: Interval;
  /** right / (right + wrong_cause); null when every verdict says noise. */
  cause: Interval | null;
};

/** Detectors with at least one verdict, by name. Incidents that another took in are that one's. */
export async function readPrecision(state: State): Promise<Precision[]> {
  const judged = await state.db
    .selectFrom("verdicts")
    .innerJoin("incidents", "incidents.id", "verdicts.incident_id")
    .select(["verdicts.incident_id", "verdicts.verdict", "incidents.merged_into"])
    .orderBy("verdicts.id")
    .execute();
  const latest = new Map(judged.map((row) => [row.merged_into ?? row.incident_id, row.verdict]));
  const findings = await state.db
    .selectFrom("findings")
    .select(["incident_id", "detector"])
    .distinct()
    .execute();
  const counts = new Map<string, { right: number; wrong_cause: number; noise: number }>();
  for (const { incident_id, detector } of findings) {
    const verdict = latest.get(incident_id);
    if (verdict !== "right" && verdict !== "wrong_cause" && verdict !== "noise") continue;
    const count = counts.get(detector) ?? { right: 0, wrong_cause: 0, noise: 0 };
    count[verdict] += 1;
    counts.set(detector, count);
  }
  return [...counts]
    .map(([detector, { right, wrong_cause, noise }]) => ({
      detector,
      right,
      wrong_cause,
      noise,
      real: wilson(right + wrong_cause, right + wrong_cause + noise),
      cause: right + wrong_cause === 0 ? null : wilson(right, right + wrong_cause),
    }))
    .toSorted((one, other) => (one.detector < other.detector ? -1 : 1));
}

/** How many incidents nobody has given a verdict on; those that another took in are that one's. */
export async function countUnjudged(state: State): Promise<number> {
  const { unjudged } = await state.db
    .selectFrom("incidents")
    .select(({ fn }) => fn.countAll<number>().as("unjudged"))
    .where("merged_into", "is", null)
    .where("id", "not in", (db) =>
      db
        .selectFrom("verdicts")
        .innerJoin("incidents as judged", "judged.id", "verdicts.incident_id")
        .select(({ fn }) => fn.coalesce("judged.merged_into", "judged.id").as("id")),
    )
    .executeTakeFirstOrThrow();
  return unjudged;
}
