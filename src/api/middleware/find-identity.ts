import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";

import { NOBODY } from "../../access/keys.ts";
import { identify } from "../../access/identify.ts";
import { SentinelError } from "../../errors.ts";
import type { ApiContext, ApiEnv } from "../context.ts";
import { isIntake } from "../intake-paths.ts";
import { SESSION_COOKIE } from "../session-cookie.ts";
import { clientAddress, isLocal } from "./client-address.ts";
import { wrongKeys } from "./limit-rate.ts";

/** Finds out who calls. A wrong key is refused, counted per address and recorded. */
export function findIdentity({ sentinel, denials }: ApiContext): MiddlewareHandler<ApiEnv> {
  const wrong = wrongKeys();
  return async (c, next) => {
    const address = clientAddress(c);
    const authorization = c.req.header("authorization");
    if (authorization !== undefined) await wrong.check(c, address);
    try {
      const credentials = {
        authorization,
        session: getCookie(c, SESSION_COOKIE),
        basic: isIntake(c),
        local: isLocal(c),
      };
      c.set("identity", await identify(sentinel.state(), credentials, sentinel.now()));
    } catch (error) {
      if (error instanceof SentinelError && error.code === "unauthorized") {
        await denials.note({
          by: { name: NOBODY, via: "key" },
          subject: c.get("route"),
          reason: "unknown key",
        });
        await wrong.count(c, address);
      }
      throw error;
    }
    await next();
  };
}
