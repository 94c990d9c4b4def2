import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

import type { ApiEnv } from "../context.ts";

/** What a browser may do with an answer: nothing. A page replaces it by a policy of its own (see docs-page.ts). */
const NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const others = secureHeaders({
  xFrameOptions: "DENY",
  // Sentinel speaks plain HTTP; whoever puts TLS before it decides about this one.
  strictTransportSecurity: false,
});

/** The headers that keep a browser from making more of an answer than it is. */
export const setHeaders: MiddlewareHandler<ApiEnv> = async (c, next) => {
  await others(c, next);
  if (!c.res.headers.has("content-security-policy")) c.header("content-security-policy", NOTHING);
  if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
};
