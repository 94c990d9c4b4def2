import type { State } from "../state/open.ts";

/** A letter as people see it: where it stands, not what it says. */
export type LetterStanding = {
  id: number;
  channel: string;
  key: string;
  cause: string;
  status: string;
  attempts: number;
  created_at: string;
  next_at: string;
  /** What went wrong last; no secrets. */
  error: string | null;
};

/** The letters of one standing, oldest first: what waits to leave, or the dead, which nobody will try again by itself. */
export async function listLetters(state: State, status: "waiting" | "dead"): Promise<LetterStanding[]> {
  return state.db
    .selectFrom("outbox")
    .select(["id", "channel", "key", "cause", "status", "attempts", "created_at", "next_at", "error"])
    .where("status", "=", status)
    .orderBy("id")
    .execute();
}
