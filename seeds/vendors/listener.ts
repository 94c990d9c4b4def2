/** One loopback listener: reads the request, counts it, lets faults strike, answers. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { messageOf } from "../../src/errors.ts";
import { type FaultKind, type FaultPlan, faultTurns, isCarriedOut, type VendorName } from "./faults.ts";
import { openPort } from "./port.ts";
import { type Limit, quotaCounter } from "./quota.ts";
import { readCall } from "./read-call.ts";
import { itemsOf, tamper } from "./tamper.ts";
import { faultAnswer, sendAnswer, type WireAnswer, withHeaders } from "./transport.ts";
import { jsonAnswer, type Vendor } from "./vendor.ts";

export type RequestLog = {
  vendor: VendorName;
  seed: string | undefined;
  method: string;
  /** Path and query; of a form, its fields as a query. */
  path: string;
  status: number;
  fault: FaultKind | undefined;
  started_ms: number;
  /** Requests of this vendor under way when this one came, itself included. */
  in_flight: number;
};

export type ListenerOptions = {
  faults: readonly FaultPlan[];
  /** Before every answer. */
  latency_ms: number;
  limit: Limit | undefined;
  /** 0 for a free one. */
  port: number;
  now: () => Date;
  log: (entry: RequestLog) => void;
};

/** Serves a vendor on 127.0.0.1. `url` has no trailing slash. */
export async function listen(
  vendor: Vendor,
  options: ListenerOptions,
): Promise<{ url: string; close: () => Promise<void> }> {
  const turns = faultTurns(options.faults, vendor.name);
  const may_spoil = options.faults.some((plan) => plan.vendor === vendor.name);
  const count = quotaCounter(options.limit, vendor.usual_limit);
  const vendorNow = () => new Date(options.now().getTime() + turns.skew_ms);
  let in_flight = 0;
  let strikes = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    const path = `${call.url.pathname}${call.params.size > 0 ? `?${call.params.toString()}` : ""}`;
    const seed = vendor.seedOf(call);
    const arrival = {
      vendor: vendor.name,
      seed,
      method: call.method,
      path,
      started_ms: Date.now(),
      in_flight,
    };
    const quota = count(seed ?? "", vendorNow());
    const turn = { path, seed, has_cursor: vendor.cursors.of(call) !== undefined };
    const writes = vendor.writes?.(call) === true;
    const early = writes ? turns.take({ ...turn, is_page: false }) : undefined;
    const right = quota.over
      ? limited(vendor, quota, vendorNow())
      : isCarriedOut(early)
        ? await vendor.answer(call)
        : vendor.refusals.failed(503);
    const fault = writes
      ? early
      : turns.take({ ...turn, is_page: may_spoil && (itemsOf(right)?.length ?? 0) > 0 });
    let answer = right;
    if (fault !== undefined) {
      strikes += 1;
      answer =
        faultAnswer(fault, vendor.refusals, vendorNow()) ??
        tamper(right, fault, call, vendor.cursors, strikes);
    }
    options.log({ ...arrival, status: answer.status, fault: fault?.kind });
    if (options.latency_ms > 0) await sleep(options.latency_ms);
    // A refusal brings its own, later figures.
    const whole = { ...answer, headers: { ...vendor.quotaHeaders(quota), ...answer.headers } };
    await sendAnswer(response, whole, fault, vendorNow());
    if (fault?.kind === "refused") port.shut(fault.count === Infinity ? undefined : (fault.closed_ms ?? 300));
  }

  const server = createServer((request, response) => {
    in_flight += 1;
    handle(request, response)
      .catch((error: unknown) => {
        // A fault of this server must not look like a fault of the vendor's.
        if (!response.headersSent) {
          void sendAnswer(
            response,
            jsonAnswer(599, { loopback_error: messageOf(error) }),
            undefined,
            vendorNow(),
          );
        }
      })
      .finally(() => {
        in_flight -= 1;
      });
  });
  // Clients keep connections; a closed one in their pool would look like a fault that nobody planned.
  server.keepAliveTimeout = 60_000;

  const port = await openPort(server, options.port);
  if (turns.closed) await port.close();

  return { url: `http://127.0.0.1:${port.number}`, close: port.close };
}

function limited(vendor: Vendor, quota: { limit: number; reset: Date }, now: Date): WireAnswer {
  const retry_s = Math.max(1, Math.ceil((quota.reset.getTime() - now.getTime()) / 1000));
  const headers = vendor.quotaHeaders({ ...quota, remaining: 0 });
  return withHeaders(vendor.refusals.limited(retry_s, quota.reset), headers);
}
