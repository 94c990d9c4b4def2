/** Reads a request as the vendors read it: path, headers, and the fields of the query or of a form. */
import type { IncomingMessage } from "node:http";

import type { Call } from "./vendor.ts";

export async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const params = new URLSearchParams(url.searchParams);
  if (headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") === true) {
    for (const [name, value] of new URLSearchParams(body.toString("utf8"))) params.append(name, value);
  }
  return { method: request.method ?? "GET", url, headers, params, body };
}
