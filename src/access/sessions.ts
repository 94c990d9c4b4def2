/** Sessions of the web page: opened with a key, held in a cookie, stored as a hash. */
import { randomBytes } from "node:crypto";

import { appendAudit } from "../audit/append.ts";
import type { Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import { hashSecret, looksLikeKey } from "./key-text.ts";
import { KeyRole } from "./keys.ts";

export type OpenedSession = { token: string; expires_at: Date; principal: Principal };

/**
 * Opens a session for who has the key. Throws `unauthorized` with one and the same text for a key that is malformed,
 * unknown or revoked, and `forbidden` for an agent's: agents have no page to look at.
 */
export async function openSession(
  state: State,
  { key, hours, at }: { key: string; hours: number; at: Date },
): Promise<OpenedSession> {
  const row = looksLikeKey(key)
    ? await state.db
        .selectFrom("api_keys")
        .selectAll()
        .where("hash", "=", hashSecret(key))
        .where("revoked_at", "is", null)
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw unknownKey();
  const role = KeyRole.parse(row.role);
  if (role === "agent") throw new SentinelError("forbidden", "a key of an agent opens no session");
  const token = randomBytes(32).toString("base64url");
  const expires_at = new Date(at.getTime() + hours * 3_600_000);
  const principal: Principal = { name: row.name, role, via: "web" };
  await state.write(async (db) => {
    // What has run out is of no use to anybody, and nothing else takes it away.
    await db.deleteFrom("sessions").where("expires_at", "<", at.toISOString()).execute();
    await db
      .insertInto("sessions")
      .values({
        hash: hashSecret(token),
        key_id: row.id,
        name: row.name,
        role,
        created_at: at.toISOString(),
        expires_at: expires_at.toISOString(),
        ended_at: null,
      })
      .execute();
    await appendAudit(db, { kind: "access.login", by: principal, subject: row.id, data: { role }, at });
  });
  return { token, expires_at, principal };
}

/** Ends the session of a token; nothing happens when there is none. */
export async function endSession(state: State, token: string, at: Date): Promise<void> {
  await state.write(async (db) => {
    const row = await db
      .updateTable("sessions")
      .set({ ended_at: at.toISOString() })
      .where("hash", "=", hashSecret(token))
      .where("ended_at", "is", null)
      .returning(["name", "key_id"])
      .executeTakeFirst();
    if (row === undefined) return;
    const by = { name: row.name, via: "web" } as const;
    await appendAudit(db, { kind: "access.logout", by, subject: row.key_id ?? "", data: {}, at });
  });
}

export const unknownKey = (): SentinelError =>
  new SentinelError("unauthorized", "this key is not known here, or was revoked", {
    hint: "`sentinel keys create NAME --role viewer` makes one",
  });
