import type { ServerResponse } from "node:http";

import { json } from "../loopback.ts";
import type { Ask, ModelPage } from "./vendor.ts";

/** What a vendor does instead of answering well. */
export type Misbehaviour = (ask: Ask, response: ServerResponse, page: () => ModelPage) => void;

const limited = (status: number, headers: () => Record<string, string>): Misbehaviour => {
  return (_ask, response) => json(response, { message: "slow down" }, status, headers());
};
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toUTCString();
const offset = (ask: Ask) => ask.cursor?.slice(1) ?? "0";

/** The faults that every source must survive, by name; refused connections need a server that is not there. */
export const misbehaviours: Record<string, Misbehaviour> = {
  "429 with seconds": limited(429, () => ({ "retry-after": "0.01" })),
  "429 with a date": limited(429, () => ({ "retry-after": inHours(0), date: inHours(0) })),
  "secondary-limit 403": limited(403, () => ({ "retry-after": "0.01" })),
  "500": (_ask, response) => json(response, { message: "oops" }, 500),
  "HTML 502": (_ask, response) => response.writeHead(502).end("<html><title>Bad gateway</title></html>"),
  flapping: (ask, response, page) =>
    ask.count % 2 === 0 ? json(response, page()) : response.writeHead(503).end("try again"),
  "one byte a second": (_ask, response) => {
    const drip = setInterval(() => response.write(" "), 20);
    response.on("close", () => clearInterval(drip));
  },
  "reset mid-body": (_ask, response) => {
    response.writeHead(200, { "content-length": "500" });
    response.write('{"items": [', () => response.socket?.resetAndDestroy());
  },
  "truncated JSON with 200": (_ask, response, page) => response.end(JSON.stringify(page()).slice(0, -5)),
  "wrong types": (_ask, response, page) => {
    const { items, ...rest } = page();
    json(response, {
      items: items.map((item, index) => (index === 0 ? { ...Object(item), id: 5, at: "soon" } : item)),
      ...rest,
    });
  },
  "expired cursor": (ask, response, page) =>
    ask.cursor === undefined ? json(response, page()) : json(response, { message: "cursor expired" }, 400),
  "repeated cursor": (ask, response, page) => json(response, { ...page(), next: `c${offset(ask)}` }),
  "empty page with a cursor": (ask, response) =>
    json(response, { items: [], next: `c${offset(ask)}.${"0".repeat(ask.count)}` }),
  "clock skew": limited(429, () => ({ "retry-after": inHours(3), date: inHours(3) })),
  "unknown extra fields": (_ask, response, page) => {
    const { items, ...rest } = page();
    json(response, {
      items: items.map((item) => ({ ...Object(item), novel: { deep: [1] } })),
      ...rest,
      meta: null,
    });
  },
};
