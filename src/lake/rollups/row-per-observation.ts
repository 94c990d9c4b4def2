import type { Writer } from "../writer.ts";
import { CHANGE } from "./rollup.ts";

/**
 * Brings a rollup in line that holds a row for each of some observations: `rows` selects them, in the rollup's columns, from a
 * selection of observations. A row is known by where it was recorded and its ids, and found by its time.
 */
export async function maintainRows(
  writer: Writer,
  rollup: string,
  columns: string,
  rows: (from: string) => string,
): Promise<void> {
  await writer.run(`
    delete from ${rollup} r using ${CHANGE} c
    where c.sign = -1 and r.connection = c.connection and r.source = c.source and r.started_at = c.started_at
        and r.trace_id is not distinct from c.trace_id and r.observation_id = c.observation_id`);
  await writer.run(`insert into ${rollup} (${columns}) ${rows(`(select * from ${CHANGE} where sign = 1)`)}`);
}
