import { setTimeout as sleep } from "node:timers/promises";

import type { Sentinel } from "../main.ts";
import { isOver } from "../outbox/lease.ts";

const LOOK_MS = 1_000;
/** A patrol that takes longer has a trouble of its own, and what waits for it is not held up for that. */
const LONGEST_MS = 30 * 60_000;

/**
 * Resolves once no process is on patrol: after days of rest the first patrol fetches what was missed, and a report that is
 * made beside it would report of half of it. Throws when broken off.
 */
export async function afterPatrol(
  { state, now }: Pick<Sentinel, "state" | "now">,
  signal: AbortSignal,
): Promise<void> {
  for (let waited = 0; waited < LONGEST_MS; waited += LOOK_MS) {
    signal.throwIfAborted();
    const patrol = await state()
      .db.selectFrom("job_states")
      .select(["run_id", "lease_by", "lease_until"])
      .where("job", "=", "patrol")
      .executeTakeFirst();
    if (patrol === undefined || patrol.run_id === null || isOver(patrol, now())) return;
    await sleep(LOOK_MS, undefined, { signal });
  }
}
