/** What the listener asks of a vendor: who calls, what to answer, how limits and cursors are worded. */
import type { Hono } from "hono";

import type { VendorName } from "./faults.ts";
import type { Refusals, WireAnswer } from "./transport.ts";

/** A request as every vendor reads it. `params` holds the query and, of a form, its fields; `body` is as it came. */
export type Call = {
  method: string;
  url: URL;
  headers: Headers;
  params: URLSearchParams;
  body: Buffer;
};

export type Quota = {
  limit: number;
  remaining: number;
  /** When the window ends, by the vendor's clock. */
  reset: Date;
};

/** How a vendor writes down where a page ends; what cursor faults work with. */
export type Cursors = {
  /** The cursor that a call carries; undefined on a first page. */
  of: (call: Call) => string | undefined;
  /** Another spelling of the same place, so that it reads as a new cursor. */
  again: (cursor: string | undefined, nonce: number) => string;
  /** The same page, saying that `cursor` comes next. */
  point: (answer: WireAnswer, call: Call, cursor: string) => WireAnswer;
  /** The refusal of a cursor that is no longer known. */
  expired: () => WireAnswer;
};

export type Vendor = {
  /** Snowflake has a protocol of its own and is served apart. */
  name: Exclude<VendorName, "snowflake">;
  /** The seed whose credentials the call carries. */
  seedOf: (call: Call) => string | undefined;
  answer: (call: Call) => Promise<WireAnswer>;
  /** Whether the call changes something: then a fault decides first whether it arrives. */
  writes?: (call: Call) => boolean;
  refusals: Refusals;
  quotaHeaders: (quota: Quota) => Record<string, string>;
  /** Before any limit is set: what the vendor says is left. */
  usual_limit: number;
  cursors: Cursors;
};

/** What the routes of one vendor work with: the call, and the data of the account it may see. */
export type Env<Data> = { Bindings: { call: Call; data: Data | undefined }; Variables: { data: Data } };

/** Asks a vendor's routes for the answer to a call by `data`'s owner. */
export async function askRoutes<Data>(
  routes: Hono<Env<Data>>,
  call: Call,
  data: Data | undefined,
): Promise<WireAnswer> {
  const request = new Request(call.url, { method: call.method, headers: call.headers });
  const response = await routes.fetch(request, { call, data });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

export function jsonAnswer(status: number, json: unknown, headers: Record<string, string> = {}): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(json),
  };
}

/** An answer thrown from the depth of a route: a wrong parameter, a thing that does not exist. */
export class Refusal extends Error {
  readonly answer: WireAnswer;

  constructor(status: number, json: unknown) {
    super(`refused with ${status}`);
    this.answer = jsonAnswer(status, json);
  }
}

/** Makes thrown refusals answers; everything else is a fault of this server and goes on up. */
export function answerRefusals<Data>(routes: Hono<Env<Data>>): void {
  routes.onError((error) => {
    if (!(error instanceof Refusal)) throw error;
    const { status, headers, body } = error.answer;
    return new Response(body, { status, headers });
  });
}
