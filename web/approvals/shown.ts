import type { Approval } from "../types.ts";

export const SHOWN = { waiting: "Waiting", decided: "Decided", all: "All" } as const;
export type Shown = keyof typeof SHOWN;

const WORST_FIRST = ["critical", "high", "medium", "info"];

/** What waits: the most severe first, then the dearest to leave. What was decided: the newest first, as it comes. */
export function inOrder(queue: Approval[], shown: Shown): Approval[] {
  if (shown !== "waiting") return queue;
  return queue.toSorted(
    (one, other) =>
      WORST_FIRST.indexOf(one.severity) - WORST_FIRST.indexOf(other.severity) ||
      (other.cost_of_waiting_usd ?? 0) - (one.cost_of_waiting_usd ?? 0),
  );
}

export const isShown = ({ status }: Approval, shown: Shown): boolean =>
  shown === "all" || (status === "proposed") === (shown === "waiting");
