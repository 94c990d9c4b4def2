/** How a route is defined: with the role it needs, what it takes and what it answers, once for code and document. */
import { createRoute, z, type RouteConfig } from "@hono/zod-openapi";
import type { Context } from "hono";

import { ROLES, type Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { ApiEnv } from "./context.ts";

/** `public`: anybody; `agent`: a key of an agent, or a person from operator up; else the least role. */
export const ACCESS = ["public", "agent", ...ROLES] as const;
export type Access = (typeof ACCESS)[number];

/** Where a route's definition says who may call it; `requireRole` reads it from there and nowhere else. */
export const ROLE_KEY = "x-sentinel-role";

export const ErrorAnswer = z
  .object({ error: z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }) })
  .openapi("Error");

/** Defines a route. Its errors are added: they are the same everywhere. */
export function defineRoute<const Config extends RouteConfig>(role: Access, config: Config) {
  return createRoute({ ...config, [ROLE_KEY]: role });
}

/** A JSON answer of the shape `T`, described in words where the document has no schema of it. */
export const answers = <T>(description: string) => ({
  200: {
    description,
    content: { "application/json": { schema: z.custom<T>().openapi({ type: "object", description }) } },
  },
  default: { description: "what went wrong", content: { "application/json": { schema: ErrorAnswer } } },
});

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { "application/json": { schema } },
});

/** Who calls; routes that need a role always have one. */
export function callerOf(c: Context<ApiEnv>): Principal {
  const identity = c.get("identity");
  if (identity === undefined) throw new SentinelError("unauthorized", "nobody is signed in");
  return identity.principal;
}
