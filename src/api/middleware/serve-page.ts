import type { MiddlewareHandler } from "hono";

import type { ApiEnv } from "../context.ts";
import type { WebFile, WebFiles } from "../web-files.ts";
import type { matchRoute } from "./require-role.ts";

/** What a browser may do with the page: run and show what this server gives, and nothing that is written into it. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = "/index.html";
/** Their names change with what they hold. */
const HASHED = "/assets/";
/** Paths of programs: what is not there is said in their own terms, never by a page. */
const OF_PROGRAMS = /^\/(api|v1)(\/|$)/;

/**
 * Serves the web page: its files to anybody, since they hold nothing of the lake, and the page itself for whatever a
 * browser asks for that is no route of ours. What the page shows it asks the API for, with whoever is signed in.
 */
export function servePage(
  files: () => WebFiles,
  match: () => ReturnType<typeof matchRoute>,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const { method, path } = c.req;
    if ((method !== "GET" && method !== "HEAD") || match()(method, path).length > 0) return next();
    const named = files().get(path);
    if (named !== undefined) {
      c.set("route", "web file");
      return give(
        c.req.raw,
        named,
        path.startsWith(HASHED) ? "public, max-age=31536000, immutable" : NO_CACHE,
      );
    }
    const wanted = c.req.header("accept")?.includes("text/html") === true && !OF_PROGRAMS.test(path);
    if (!wanted) return next();
    c.set("route", "web page");
    const page = files().get(PAGE);
    return page === undefined ? c.text(UNBUILT, 503) : give(c.req.raw, page, NO_CACHE);
  };
}

const NO_CACHE = "no-cache";
const UNBUILT = "The page is not built: npm run build, then start the server again.\n";

function give(request: Request, { body, gzip, type, etag }: WebFile, caching: string): Response {
  const headers = new Headers({
    "content-type": type,
    "cache-control": caching,
    "content-security-policy": POLICY,
    etag,
    vary: "accept-encoding",
  });
  if (request.headers.get("if-none-match")?.includes(etag) === true) {
    return new Response(null, { status: 304, headers });
  }
  const packed = gzip !== undefined && /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  if (packed) headers.set("content-encoding", "gzip");
  return new Response(packed ? gzip : body, { headers });
}
