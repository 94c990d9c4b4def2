/** Who sends a request. */
import { userInfo } from "node:os";

import type { Principal } from "../contracts/principal.ts";
import type { State } from "../state/open.ts";
import { hashSecret, looksLikeKey } from "./key-text.ts";
import { anyKey, KeyRole } from "./keys.ts";
import { unknownKey } from "./sessions.ts";

export type Credentials = {
  /** The Authorization header. */
  authorization: string | undefined;
  /** The session cookie's value. */
  session: string | undefined;
  /** True where senders that only know Basic are let in: their password, or user name, is the key. */
  basic: boolean;
  /** True when the request came from this machine, to a loopback name, through no proxy. */
  local: boolean;
};

/** `id` tells two keys of one person apart: key id, or what stands for it. */
export type Identity = { id: string; principal: Principal };

/**
 * A bearer key, else a session, else, on this machine and before the first key was made, the person who runs it as
 * admin. Undefined for nobody. Throws `unauthorized` for a bearer key that is not known: it never counts as no key.
 */
export async function identify(
  state: State,
  { authorization, session, basic, local }: Credentials,
  at: Date,
): Promise<Identity | undefined> {
  if (authorization !== undefined) {
    const pair = basic ? basicPair(authorization) : undefined;
    const text = pair === undefined ? bearer(authorization) : (pair.find(looksLikeKey) ?? "");
    // An SDK that must have a pair is given any, where nobody needs a key.
    const needless = pair !== undefined && text === "" && local && !(await anyKey(state));
    if (!needless) return ofKey(state, text, at);
  }
  const known = session === undefined ? undefined : await ofSession(state, session, at);
  if (known !== undefined) return known;
  if (!local || (await anyKey(state))) return undefined;
  return { id: "first-run", principal: { name: userInfo().username, role: "admin", via: "web" } };
}

const bearer = (authorization: string): string => /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? "";

/** User name and password; undefined when it is not Basic. */
function basicPair(authorization: string): string[] | undefined {
  const [, coded] = /^Basic ([\w+/=-]+)$/i.exec(authorization) ?? [];
  if (coded === undefined) return undefined;
  const text = Buffer.from(coded, "base64").toString();
  const colon = text.indexOf(":");
  return colon < 0 ? [text] : [text.slice(colon + 1), text.slice(0, colon)];
}

async function ofKey(state: State, text: string, at: Date): Promise<Identity> {
  if (!looksLikeKey(text)) throw unknownKey();
  const row = await state.db
    .selectFrom("api_keys")
    .selectAll()
    .where("hash", "=", hashSecret(text))
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) throw unknownKey();
  await noteUse(state, row, at);
  return { id: row.id, principal: { name: row.name, role: KeyRole.parse(row.role), via: "key" } };
}

async function ofSession(state: State, token: string, at: Date): Promise<Identity | undefined> {
  const row = await state.db
    .selectFrom("sessions")
    .innerJoin("api_keys", "api_keys.id", "sessions.key_id")
    .select(["sessions.hash", "sessions.name", "sessions.role"])
    .where("sessions.hash", "=", hashSecret(token))
    .where("sessions.ended_at", "is", null)
    .where("sessions.expires_at", ">", at.toISOString())
    .where("api_keys.revoked_at", "is", null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: `session ${row.hash.slice(0, 12)}`,
    principal: { name: row.name, role: KeyRole.parse(row.role), via: "web" },
  };
}

/** Once a minute at most, and never at the cost of the request: a full disk must not stop reads. */
async function noteUse(
  state: State,
  { id, last_used_at }: { id: string; last_used_at: string | null },
  at: Date,
): Promise<void> {
  const minute = `${at.toISOString().slice(0, 16)}:00.000Z`;
  if (last_used_at !== null && last_used_at >= minute) return;
  await state.db
    .updateTable("api_keys")
    .set({ last_used_at: minute })
    .where("id", "=", id)
    .execute()
    .catch(() => undefined);
}
