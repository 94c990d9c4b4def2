import { appendAudit } from "../audit/append.ts";
import type { Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";

export type Replay = { by: Pick<Principal, "name" | "via">; at: Date };

/**
 * Gives dead letters a new life under their old keys: one by its id, or all. The count of their tries goes on, because an
 * earlier one may have got through unheard. Answers the ids. Throws `not_found` for a
 * letter that is not there, `conflict` for one that is not dead.
 */
export async function replayDead(state: State, which: number | "all", { by, at }: Replay): Promise<number[]> {
  return state.write(async (db) => {
    const chosen = await db
      .selectFrom("outbox")
      .select(["id", "channel", "key", "cause", "status"])
      .$if(which === "all", (query) => query.where("status", "=", "dead"))
      .$if(which !== "all", (query) => query.where("id", "=", Number(which)))
      .orderBy("id")
      .execute();
    if (which !== "all") mustBeDead(which, chosen[0]?.status);
    for (const { id, channel, key, cause } of chosen) {
      await db
        .updateTable("outbox")
        .set({ status: "waiting", next_at: at.toISOString(), error: null })
        .where("id", "=", id)
        .execute();
      await appendAudit(db, {
        kind: "outbox.replayed",
        by,
        subject: cause,
        data: { letter: id, channel, key },
        at,
      });
    }
    return chosen.map(({ id }) => id);
  });
}

function mustBeDead(id: number, status: string | undefined): void {
  const hint = "`sentinel outbox --dead` lists those that can be replayed";
  if (status === undefined) throw new SentinelError("not_found", `there is no letter ${id}`, { hint });
  if (status !== "dead") {
    throw new SentinelError("conflict", `letter ${id} is ${status}, not dead`, { hint });
  }
}
