import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";

import { NOBODY } from "../../access/keys.ts";
import { SentinelError } from "../../errors.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import { SESSION_COOKIE } from "../session-cookie.ts";

/** Asking for an order notes that the agent has read it. */
const READS_THAT_WRITE = new Set(["/api/agents/{trace_id}/order"]);

/**
 * Refuses writes that another site's page sends with the session, or the trust in this machine, of who looks at it.
 * Hono's own csrf() lets JSON from other origins pass, trusting a preflight that no-cors requests do not make.
 */
export const checkOrigin =
  ({ denials }: ApiContext): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const reads = c.req.method === "GET" || c.req.method === "HEAD";
    if (reads ? READS_THAT_WRITE.has(c.get("route")) && isElsewhere(c) : !isOwn(c)) {
      const by = c.get("identity")?.principal ?? { name: NOBODY, via: "web" as const };
      await denials.note({ by, subject: c.get("route"), reason: "another site" });
      throw new SentinelError("forbidden", "a write from another site is refused", {
        hint: "a page sends its own host as Origin, a program none; behind a proxy the Host header must be passed on",
      });
    }
    await next();
  };

function isOwn(c: Context<ApiEnv>): boolean {
  const origin = c.req.header("origin");
  if (origin === undefined && c.req.header("authorization") !== undefined) return true;
  if (isElsewhere(c)) return false;
  if (origin !== undefined) return hostOf(origin) === c.req.header("host")?.toLowerCase();
  // Browsers name the origin of every write: a session without one is not used by a page.
  return getCookie(c, SESSION_COOKIE) === undefined;
}

/** `none` is a person's own doing: an address typed, a bookmark. Programs do not send it. */
function isElsewhere(c: Context<ApiEnv>): boolean {
  const site = c.req.header("sec-fetch-site");
  return site !== undefined && site !== "same-origin" && site !== "none";
}

/** Host and port as in a Host header, which leaves out the scheme's usual port as well. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) && /^https?:/.test(origin) ? new URL(origin).host : undefined;
}
