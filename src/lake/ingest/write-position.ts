import type { Batch } from "../../contracts/ingest.ts";
import { timestamp } from "../values/bound.ts";
import type { Writer } from "../writer.ts";

/** Writes how far a log is in the lake, in the transaction of its rows. One row that is always newer needs no comparison. */
export async function writePosition(
  writer: Writer,
  { connection, position, fetched_at }: Batch,
): Promise<void> {
  if (position === undefined) return;
  const values = { connection, ...position, at: timestamp(fetched_at) };
  const changed = await writer.run(
    `update otel_positions
    set segment = $segment::bigint, "offset" = $offset::bigint, applied_at = $at, synced_at = $at
    where connection = $connection and log = $log`,
    values,
  );
  if (changed > 0) return;
  await writer.run(
    `insert into otel_positions (connection, log, segment, "offset", applied_at, synced_at)
    values ($connection, $log, $segment::bigint, $offset::bigint, $at, $at)`,
    values,
  );
}
