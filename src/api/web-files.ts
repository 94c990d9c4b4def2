import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";

export type WebFile = {
  body: Uint8Array<ArrayBuffer>;
  /** The body compressed, where that makes it smaller. */
  gzip: Uint8Array<ArrayBuffer> | undefined;
  type: string;
  etag: string;
};

/** By path within the page, `/assets/index-3f2a.js`; the page itself is `/index.html`. */
export type WebFiles = Map<string, WebFile>;

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};
const COMPRESSIBLE = new Set([".html", ".js", ".css", ".svg"]);

/** The built page, read whole: a build beside a running server does not pull files from under it. Empty when it was not built. */
export function readWebFiles(folder: string): WebFiles {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    names.map((name) => [`/${relative(folder, name).split(sep).join("/")}`, readWebFile(name)] as const),
  );
}

function readWebFile(name: string): WebFile {
  const body = new Uint8Array(readFileSync(name));
  const packed = COMPRESSIBLE.has(extname(name)) ? new Uint8Array(gzipSync(body)) : undefined;
  return {
    body,
    gzip: packed !== undefined && packed.length < body.length ? packed : undefined,
    type: TYPES[extname(name)] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
  };
}
