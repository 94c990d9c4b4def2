import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { TrieRouter } from "hono/router/trie-router";

import { NOBODY } from "../../access/keys.ts";
import { mayActAs, type Principal } from "../../contracts/principal.ts";
import { SentinelError } from "../../errors.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import { ACCESS, ROLE_KEY, type Access } from "../route.ts";

/** A defined route; `access` is undefined where the definition names no role. */
export type GuardedRoute = { method: string; path: string; access: Access | undefined };

/** Every route of the app's document, with who may call it. */
export function guardedRoutes(app: OpenAPIHono<ApiEnv>): GuardedRoute[] {
  return app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== "route") return [];
    const {
      method,
      path,
      [ROLE_KEY]: role,
    } = definition.route as typeof definition.route & {
      [ROLE_KEY]?: unknown;
    };
    const access = ACCESS.find((known) => known === role);
    return [{ method: method.toUpperCase(), path, access }];
  });
}

/** Names the defined route that a request is for; made from the document once all routes are in it. */
export function matchRoute(app: OpenAPIHono<ApiEnv>): (method: string, path: string) => GuardedRoute[] {
  const router = new TrieRouter<GuardedRoute>();
  for (const route of guardedRoutes(app)) {
    router.add(route.method, route.path.replaceAll(/\{(.+?)\}/g, ":$1"), route);
  }
  return (method, path) => router.match(method === "HEAD" ? "GET" : method, path)[0].map(([route]) => route);
}

/** Lets nobody through to what the document does not offer them: no definition 404, no role 403. */
export function requireRole(
  { denials }: ApiContext,
  match: () => ReturnType<typeof matchRoute>,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const routes = match()(c.req.method, c.req.path);
    if (routes.length === 0) throw new SentinelError("not_found", `nothing at ${c.req.method} ${c.req.path}`);
    const principal = c.get("identity")?.principal;
    if (!routes.every(({ access }) => isAllowed(access, principal))) {
      const subject = c.get("route");
      if (principal === undefined) {
        await denials.note({ by: { name: NOBODY, via: "web" }, subject, reason: "no key" });
        throw new SentinelError("unauthorized", "this needs a key", {
          hint: "send Authorization: Bearer KEY; `sentinel keys create NAME --role viewer` makes one",
        });
      }
      await denials.note({ by: principal, subject, reason: "role" });
      throw new SentinelError("forbidden", `a key with the role ${principal.role} may not do this`, {
        hint: `it needs ${routes[0]?.access ?? "a role that its definition does not name"}`,
      });
    }
    await next();
  };
}

function isAllowed(access: Access | undefined, principal: Principal | undefined): boolean {
  if (access === undefined) return false;
  if (access === "public") return true;
  if (principal === undefined) return false;
  // Reading an order marks it as read, so it is not for those who only look.
  if (access === "agent") return principal.role === "agent" || mayActAs(principal, "operator");
  return mayActAs(principal, access);
}
