import type { MiddlewareHandler } from "hono";

import { NOBODY } from "../../access/keys.ts";
import { SentinelError } from "../../errors.ts";
import type { ApiContext, ApiEnv } from "../context.ts";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Host without its port, lower case; empty when the header is missing or malformed. */
function hostName(header: string | undefined): string {
  return /^(\[[0-9a-f:.]+\]|[^:[\]@/\s]+)(?::\d{1,5})?$/i.exec(header ?? "")?.[1]?.toLowerCase() ?? "";
}

export const isLoopbackName = (header: string | undefined): boolean => LOOPBACK.has(hostName(header));

/** Refuses names that are not ours: a page whose name was rebound to this machine would read as its owner. */
export const checkHost =
  ({ sentinel, denials }: ApiContext): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const name = hostName(c.req.header("host"));
    const { hosts } = sentinel.settings.server;
    if (!LOOPBACK.has(name) && !hosts.some((host) => host.toLowerCase() === name)) {
      await denials.note({
        by: { name: NOBODY, via: "web" },
        subject: c.get("route"),
        reason: "foreign host name",
      });
      throw new SentinelError("forbidden", "this server does not go by that name", {
        hint: "name it in server.hosts of settings.json",
      });
    }
    await next();
  };
