/** The loopback Snowflake: accounts over seeds, for the official driver, with the same faults as the other vendors. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

import { messageOf } from "../../../src/errors.ts";
import { type FaultPlan, faultTurns } from "../faults.ts";
import type { RequestLog } from "../listener.ts";
import { faultAnswer, sendAnswer, type Refusals } from "../transport.ts";
import { jsonAnswer } from "../vendor.ts";
import { type SnowflakeAccount, type SnowflakeCall, snowflakeProtocol } from "./protocol.ts";
import type { SessionState } from "./sessions.ts";
import { isPage, tamper } from "./tamper.ts";

export type SnowflakeOptions = {
  /** By account name, which a sign-in gives. */
  accounts: ReadonlyMap<string, SnowflakeAccount>;
  faults?: readonly FaultPlan[];
  /** Before every answer. */
  latency_ms?: number;
  /** A free one when not given. */
  port?: number;
  /** Rows of a result that come with the answer; the rest are chunks. 1,000 when not given. */
  inline_rows?: number;
  now?: () => Date;
};

export type SnowflakeServer = {
  /** The access URL, without a trailing slash. */
  url: string;
  requests: () => RequestLog[];
  /** The SQL of every statement so far. */
  statements: () => string[];
  /** Takes the tokens (`expired`) or the lives (`gone`) of all sessions. */
  endSessions: (state: Exclude<SessionState, "live">) => void;
  /** Reads an account's tables anew at its next statement. */
  renew: (account: string) => void;
  close: () => Promise<void>;
};

const REFUSALS: Refusals = {
  limited: () => jsonAnswer(429, { data: null, code: "429", message: "Too many requests.", success: false }),
  secondary: () =>
    jsonAnswer(429, { data: null, code: "429", message: "Too many requests.", success: false }),
  failed: (status) =>
    jsonAnswer(status, { data: null, code: "000603", message: "Internal error.", success: false }),
};

export async function serveSnowflake(options: SnowflakeOptions): Promise<SnowflakeServer> {
  const { accounts, faults = [], latency_ms = 0, inline_rows = 1_000, now = () => new Date() } = options;
  const protocol = snowflakeProtocol(accounts, inline_rows);
  const turns = faultTurns(faults, "snowflake");
  const vendorNow = () => new Date(now().getTime() + turns.skew_ms);
  const log: RequestLog[] = [];
  let in_flight = 0;
  let closed = turns.closed;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    const path = `${call.url.pathname}${call.url.search}`;
    const seed = protocol.seedOf(call);
    const arrival = {
      vendor: "snowflake" as const,
      seed,
      method: call.method,
      path,
      started_ms: Date.now(),
      in_flight,
    };
    const right = await protocol.answer(call);
    const has_cursor = path.startsWith("/chunks/");
    const fault = turns.take({ path, seed, has_cursor, is_page: isPage(right) });
    const answer =
      fault === undefined
        ? right
        : (faultAnswer(fault, REFUSALS, vendorNow()) ?? tamper(right, fault, call.url.origin));
    log.push({ ...arrival, status: answer.status, fault: fault?.kind });
    if (latency_ms > 0) await sleep(latency_ms);
    await sendAnswer(response, answer, fault, vendorNow());
    if (fault?.kind === "refused") shut(fault.count === Infinity ? undefined : (fault.closed_ms ?? 300));
  }

  const server = createServer((request, response) => {
    in_flight += 1;
    handle(request, response)
      .catch((error: unknown) => {
        // A fault of this server must not look like one of Snowflake's; the driver would retry any 5xx.
        if (!response.headersSent)
          void sendAnswer(response, jsonAnswer(400, { loopback_error: messageOf(error) }), undefined, now());
      })
      .finally(() => (in_flight -= 1));
  });
  server.keepAliveTimeout = 60_000;

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  const stop = async () => {
    if (!server.listening) return;
    const done = new Promise<void>((resolve) => void server.close(() => resolve()));
    server.closeAllConnections();
    await done;
  };
  function shut(reopen_ms: number | undefined): void {
    void stop();
    if (reopen_ms !== undefined) reopen(reopen_ms);
  }
  function reopen(after_ms: number): void {
    setTimeout(() => {
      // Somebody may sit on the port for a moment.
      if (!closed && !server.listening) listen(port).catch(() => reopen(50));
    }, after_ms).unref();
  }

  await listen(options.port ?? 0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  if (closed) await stop();
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => [...log],
    statements: protocol.statements,
    endSessions: protocol.endSessions,
    renew: (account) => protocol.renew(account),
    close: async () => {
      closed = true;
      await stop();
      await protocol.close();
    },
  };
}

async function readCall(request: IncomingMessage): Promise<SnowflakeCall> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const raw = Buffer.concat(parts);
  const text = (request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString("utf8");
  return {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`),
    token: /Snowflake Token="([^"]*)"/.exec(request.headers.authorization ?? "")?.[1],
    body: text === "" ? undefined : JSON.parse(text),
  };
}
