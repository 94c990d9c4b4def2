import type { Context } from "hono";

import type { ApiEnv } from "../context.ts";
import { isLoopbackName } from "./check-host.ts";

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const FORWARDED = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/** The address at the other end of the connection; `in-process` when there is none. A proxy's word is not taken. */
export function clientAddress(c: Context<ApiEnv>): string {
  return c.env?.incoming?.socket.remoteAddress ?? "in-process";
}

/** From this machine, to a loopback name, and not passed on by a proxy that anybody might use. */
export function isLocal(c: Context<ApiEnv>): boolean {
  const address = clientAddress(c);
  return (
    (address === "in-process" || LOOPBACK.test(address)) &&
    isLoopbackName(c.req.header("host") ?? new URL(c.req.url).host) &&
    FORWARDED.every((name) => c.req.header(name) === undefined)
  );
}
