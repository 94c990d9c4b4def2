import type { Lake } from "../../lake/lake.ts";
import type { Position } from "./log/segments.ts";
import { LOG } from "./names.ts";

/** Up to where the log is in the lake; undefined when nothing ever came. */
export async function positionIn(lake: Pick<Lake, "ask">): Promise<Position | undefined> {
  const { rows } = await lake.ask(`select segment, "offset" from otel_positions where log = $log::varchar`, {
    log: LOG,
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  return { segment: Number(row["segment"]), offset: Number(row["offset"]) };
}
