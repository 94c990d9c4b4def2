import { z } from "@hono/zod-openapi";
import { getCookie } from "hono/cookie";

import { createKey, KeyName, KeyRole, listKeys, NOBODY, revokeKey, type ApiKey } from "../../access/keys.ts";
import { endSession, openSession } from "../../access/sessions.ts";
import type { Principal } from "../../contracts/principal.ts";
import { SentinelError } from "../../errors.ts";
import type { ApiContext } from "../context.ts";
import { clientAddress } from "../middleware/client-address.ts";
import { wrongKeys } from "../middleware/limit-rate.ts";
import { newRoutes } from "../new-routes.ts";
import { answers, callerOf, defineRoute, jsonBody } from "../route.ts";
import { giveSession, SESSION_COOKIE, takeSession } from "../session-cookie.ts";

const tags: string[] = ["access"];
const session = { path: "/api/session", tags } as const;
const keys = { path: "/api/keys", tags } as const;
type Who = { principal: Principal | null };

const who = defineRoute("public", {
  ...session,
  method: "get",
  summary: "Who is signed in; null for nobody",
  responses: answers<Who>("the principal"),
});
const login = defineRoute("public", {
  ...session,
  method: "post",
  summary: "Sign in with a key: the answer sets the session cookie",
  request: { body: jsonBody(z.strictObject({ key: z.string().min(1).max(200) })) },
  responses: answers<Who & { expires_at: string }>("the principal, and until when"),
});
const logout = defineRoute("public", {
  ...session,
  method: "delete",
  summary: "Sign out",
  responses: answers<Who>("nobody"),
});
const list = defineRoute("admin", {
  ...keys,
  method: "get",
  summary: "API keys, without the keys themselves",
  responses: answers<{ keys: ApiKey[] }>("all keys, the revoked ones too"),
});
const create = defineRoute("admin", {
  ...keys,
  method: "post",
  summary: "Make a key; the answer is the only time that it is shown",
  request: { body: jsonBody(z.strictObject({ name: KeyName, role: KeyRole })) },
  responses: answers<ApiKey & { key: string }>("the key"),
});
const revoke = defineRoute("admin", {
  method: "delete",
  path: "/api/keys/{id}",
  tags,
  summary: "Revoke a key, and end its sessions",
  request: { params: z.object({ id: z.string() }) },
  responses: answers<ApiKey>("the key as it is now"),
});

/** Sessions of the web page, and API keys. */
export function accessRoutes({ sentinel, denials }: ApiContext) {
  const wrong = wrongKeys();
  const { now } = sentinel;
  return newRoutes()
    .openapi(who, (c) => c.json({ principal: c.get("identity")?.principal ?? null }, 200))
    .openapi(login, async (c) => {
      const address = clientAddress(c);
      await wrong.check(c, address);
      const hours = sentinel.settings.server.session_hours;
      try {
        const { key } = c.req.valid("json");
        const opened = await openSession(sentinel.state(), { key, hours, at: now() });
        giveSession(c, opened.token, opened.expires_at);
        return c.json({ principal: opened.principal, expires_at: opened.expires_at.toISOString() }, 200);
      } catch (error) {
        if (!(error instanceof SentinelError)) throw error;
        await denials.note({ by: { name: NOBODY, via: "web" }, subject: c.get("route"), reason: "login" });
        await wrong.count(c, address);
        throw error;
      }
    })
    .openapi(logout, async (c) => {
      const token = getCookie(c, SESSION_COOKIE);
      if (token !== undefined) await endSession(sentinel.state(), token, now());
      takeSession(c);
      return c.json({ principal: null }, 200);
    })
    .openapi(list, async (c) => c.json({ keys: await listKeys(sentinel.state()) }, 200))
    .openapi(create, async (c) => {
      const asked = { ...c.req.valid("json"), by: callerOf(c), at: now() };
      return c.json(await createKey(sentinel.state(), asked), 200);
    })
    .openapi(revoke, async (c) => {
      const asked = { ...c.req.valid("param"), by: callerOf(c), at: now() };
      return c.json(await revokeKey(sentinel.state(), asked), 200);
    });
}
