import type { Context } from "hono";
import { deleteCookie, setCookie } from "hono/cookie";

import type { ApiEnv } from "./context.ts";

export const SESSION_COOKIE = "sentinel_session";

/** Out of reach of scripts and never sent along by another site. Secure wherever the page came over TLS. */
const attributes = (c: Context<ApiEnv>) =>
  ({
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    secure: c.req.header("x-forwarded-proto") === "https" || c.req.url.startsWith("https:"),
  }) as const;

export function giveSession(c: Context<ApiEnv>, token: string, expires: Date): void {
  setCookie(c, SESSION_COOKIE, token, { ...attributes(c), expires });
}

export function takeSession(c: Context<ApiEnv>): void {
  deleteCookie(c, SESSION_COOKIE, attributes(c));
}
