/** Pull requests that GitHub told of and that are still to be looked at: one row each, however many pushes there are. */
import { shift } from "../contracts/moment.ts";
import { isOver, LEASE_MS, leaseHolder } from "../outbox/lease.ts";
import type { State, StateDb } from "../state/open.ts";
import type { PullToAssessRow } from "../state/rows/risk.ts";

export type PullToAssess = Pick<PullToAssessRow, "repo" | "number" | "version" | "tries">;

/** Call it inside `state.write`. An event that comes while the request is looked at has it looked at again. */
export async function askForPull(
  db: StateDb,
  { repo, number }: { repo: string; number: number },
  at: Date,
): Promise<void> {
  const now = at.toISOString();
  const asked = { asked_at: now, tries: 0, next_at: now };
  await db
    .insertInto("pulls_to_assess")
    .values({ repo, number, version: 1, lease_by: null, lease_until: null, ...asked })
    .onConflict((conflict) =>
      conflict
        .columns(["repo", "number"])
        .doUpdateSet((row) => ({ ...asked, version: row("pulls_to_assess.version", "+", 1) })),
    )
    .execute();
}

/** Leases the one that waits longest; undefined when none is due. */
export function takePull(state: State, at: Date): Promise<PullToAssess | undefined> {
  const now = at.toISOString();
  return state.write(async (db) => {
    const due = await db
      .selectFrom("pulls_to_assess")
      .selectAll()
      .where("next_at", "<=", now)
      .orderBy("asked_at")
      .execute();
    const row = due.find((one) => isOver(one, at));
    if (row === undefined) return undefined;
    const { repo, number, version, tries } = row;
    await db
      .updateTable("pulls_to_assess")
      .set({ lease_by: leaseHolder(), lease_until: shift(now, LEASE_MS) })
      .where("repo", "=", repo)
      .where("number", "=", number)
      .execute();
    return { repo, number, version, tries };
  });
}

/** Lets go of a request: for good, or until `again_at`. What was told of it meanwhile stands. */
export async function leavePull(
  state: State,
  { repo, number, version, tries }: PullToAssess,
  again_at?: Date,
): Promise<void> {
  await state.write(async (db) => {
    const place = { repo, number };
    const current = await db
      .selectFrom("pulls_to_assess")
      .select("version")
      .where((row) => row.and(place))
      .executeTakeFirst();
    if (again_at === undefined && current?.version === version) {
      await db
        .deleteFrom("pulls_to_assess")
        .where((row) => row.and(place))
        .execute();
      return;
    }
    const later = again_at !== undefined && current?.version === version;
    await db
      .updateTable("pulls_to_assess")
      .set({
        lease_by: null,
        lease_until: null,
        ...(later && { next_at: again_at.toISOString(), tries: tries + 1 }),
      })
      .where((row) => row.and(place))
      .execute();
  });
}
