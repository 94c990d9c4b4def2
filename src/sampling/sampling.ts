/** What the sampler says of a connection. */
import type { Hole } from "../queries/run.ts";
import type { MissedTrace } from "./recall.ts";

/** What was done with the traces of one connection. Shares are 0..1; null where there was nothing to take a share of. */
export type Sampling = {
  connection: string;
  at: string;
  since: string;
  traces: number;
  kept: number;
  dropped_share: number | null;
  /** Traces per reason; one may have several. */
  reasons: Record<string, number>;
  /** Traces that findings name, the share of them that was kept, and the rest. */
  named: number;
  recall: number | null;
  missed: MissedTrace[];
  uncovered: Hole[];
};

export const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((1000 * part) / whole) / 1000;
