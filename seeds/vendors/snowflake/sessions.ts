/** Sessions of signed-in users: a token for requests, which expires, and a master token that renews it. */
import { randomUUID } from "node:crypto";

export type SessionState = "live" | "expired" | "gone";
export type Session = { id: number; account: string; token: string; master: string; state: SessionState };

export const VALID_S = 3600;
export const MASTER_VALID_S = 14_400;

export function openSessions() {
  let last_id = 1_000;
  const sessions: Session[] = [];
  const newToken = () => `ver:1-hint:${last_id}-${randomUUID()}`;
  return {
    open(account: string): Session {
      last_id += 1;
      const session: Session = { id: last_id, account, token: newToken(), master: newToken(), state: "live" };
      sessions.push(session);
      return session;
    },
    byToken: (token: string | undefined) => sessions.find((session) => session.token === token),
    /** A new token for the holder of a master token. */
    renew(master: string | undefined): Session | undefined {
      const session = sessions.find((one) => one.master === master && one.state !== "gone");
      if (session !== undefined) Object.assign(session, { token: newToken(), state: "live" });
      return session;
    },
    /** Every session loses its token (`expired`, to be renewed) or its life (`gone`). */
    end(state: Exclude<SessionState, "live">): void {
      for (const session of sessions) session.state = state;
    },
    close(session: Session): void {
      sessions.splice(sessions.indexOf(session), 1);
    },
  };
}
