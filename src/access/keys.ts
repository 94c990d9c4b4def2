/** API keys as people see them: everything but the key itself, which nobody can read again. */
import { randomBytes } from "node:crypto";

import { z } from "zod";

import { appendAudit } from "../audit/append.ts";
import { ROLES, SENTINEL, type Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { State } from "../state/open.ts";
import { hashSecret, newKeyText } from "./key-text.ts";

/** What a key may be made for: the roles of people, and `agent` for programs that ask whether they were stopped. */
export const KEY_ROLES = [...ROLES, "agent"] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

export const NOBODY = "nobody";
const RESERVED: string[] = [SENTINEL.name, NOBODY];

/** The person or program behind a key; two keys of one person share it. */
export const KeyName = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,79}$/u, "letters, digits, space and . _ @ - only, 80 at most")
  .refine((name) => !RESERVED.includes(name.toLowerCase()), "this name is Sentinel's own");

export const KeyRole = z.enum(KEY_ROLES, { error: `a role is one of ${KEY_ROLES.join(", ")}` });

export type ApiKey = {
  id: string;
  name: string;
  role: KeyRole;
  created_at: string;
  created_by: string;
  /** To the minute. */
  last_used_at: string | null;
  revoked_at: string | null;
};

type By = Pick<Principal, "name" | "via">;

/** Makes a key and answers its text, the only time that anybody sees it. Throws `invalid` for a bad name or role. */
export async function createKey(
  state: State,
  { name, role, by, at }: { name: string; role: string; by: By; at: Date },
): Promise<ApiKey & { key: string }> {
  const parsed = z.object({ name: KeyName, role: KeyRole }).safeParse({ name, role });
  if (!parsed.success) {
    throw new SentinelError("invalid", parsed.error.issues.map(({ message }) => message).join("; "));
  }
  const text = newKeyText();
  const key: ApiKey = {
    id: `key_${randomBytes(6).toString("hex")}`,
    ...parsed.data,
    created_at: at.toISOString(),
    created_by: by.name,
    last_used_at: null,
    revoked_at: null,
  };
  await state.write(async (db) => {
    await db
      .insertInto("api_keys")
      .values({ ...key, hash: hashSecret(text) })
      .execute();
    const data = { name: key.name, role: key.role };
    await appendAudit(db, { kind: "access.key_created", by, subject: key.id, data, at });
  });
  return { ...key, key: text };
}

/** All keys, the revoked ones too, newest first. */
export async function listKeys(state: State): Promise<ApiKey[]> {
  const rows = await state.db.selectFrom("api_keys").selectAll().orderBy("created_at", "desc").execute();
  return rows.map(({ hash: _hash, role, ...row }) => ({ ...row, role: KeyRole.parse(role) }));
}

/** Ends a key and every session opened with it, at once. Throws `not_found`; `conflict` when it is revoked already. */
export async function revokeKey(
  state: State,
  { id, by, at }: { id: string; by: By; at: Date },
): Promise<ApiKey> {
  return state.write(async (db) => {
    const row = await db.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) {
      throw new SentinelError("not_found", `there is no key ${id}`, {
        hint: "`sentinel keys list` shows them",
      });
    }
    if (row.revoked_at !== null)
      throw new SentinelError("conflict", `key ${id} was revoked at ${row.revoked_at}`);
    const revoked_at = at.toISOString();
    await db.updateTable("api_keys").set({ revoked_at }).where("id", "=", id).execute();
    await db
      .updateTable("sessions")
      .set({ ended_at: revoked_at })
      .where("key_id", "=", id)
      .where("ended_at", "is", null)
      .execute();
    await appendAudit(db, { kind: "access.key_revoked", by, subject: id, data: { name: row.name }, at });
    const { hash: _hash, role, ...key } = row;
    return { ...key, role: KeyRole.parse(role), revoked_at };
  });
}

/** Whether a key was ever made: from then on nobody gets in without one, not even after all were revoked. */
export async function anyKey(state: State): Promise<boolean> {
  return (await state.db.selectFrom("api_keys").select("id").limit(1).executeTakeFirst()) !== undefined;
}
