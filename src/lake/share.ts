/**
 * One lake, several processes. DuckDB lets one process hold the file; that process answers the reads of the
 * others over loopback, so that `sentinel sql` works while `sentinel sync` or a server runs.
 */
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { deserialize, serialize } from "node:v8";

import pRetry from "p-retry";

import { messageOf, SentinelError, type ErrorCode } from "../errors.ts";
import { openLake, type Lake, type LakeOptions } from "./open.ts";

/** What the holder writes beside the lake, readable by its owner only. */
type Holder = { pid: number; url: string; token: string };

/** A lake and whether another process holds it; then which. */
export type SharedLake = Lake & { borrowed: boolean; held_by?: number };

const RETRY_MS = 250;

/** Reads, and the two small tables that a reader refreshes; ingest stays with the holder. */
const LENT = [
  "ask",
  "read_tables",
  "coverage",
  "uncovered",
  "connections",
  "watermark",
  "tables",
  "set_services",
  "mirror",
] as const satisfies (keyof Lake)[];

/**
 * Opens the lake, or borrows it from the process that holds it. Who wants to write gives `patience_ms`: a question of
 * another process holds the lake for a moment only. Throws `busy` when the holder does not answer.
 */
export async function openOrBorrowLake({
  holder,
  patience_ms = 0,
  ...options
}: LakeOptions & { holder: string; patience_ms?: number }): Promise<SharedLake> {
  const isBusy = (error: unknown) => error instanceof SentinelError && error.code === "busy";
  let lake: Lake;
  try {
    lake = await pRetry(() => openLake(options), {
      retries: patience_ms / RETRY_MS,
      factor: 1,
      minTimeout: RETRY_MS,
      shouldRetry: ({ error }) => isBusy(error),
    });
  } catch (error) {
    if (!(error instanceof SentinelError) || !isBusy(error)) throw error;
    return borrow(holder, error);
  }
  const server = await lend(lake, holder);
  return {
    ...lake,
    borrowed: false,
    async close() {
      rmSync(holder, { force: true });
      server.close();
      server.closeAllConnections();
      await lake.close();
    },
  };
}

async function lend(lake: Lake, holder: string): Promise<Server> {
  const token = randomBytes(24).toString("hex");
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
      else void answer(lake, Buffer.concat(chunks)).then((body) => response.end(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A command ends when its work does, not when nobody borrows any more.
  server.unref();
  const { port } = server.address() as AddressInfo;
  const card: Holder = { pid: process.pid, url: `http://127.0.0.1:${port}`, token };
  writeFileSync(holder, JSON.stringify(card), { mode: 0o600 });
  return server;
}

type Question = { method: (typeof LENT)[number]; args: unknown[] };
type Reply = { value: unknown } | { error: { code: ErrorCode; message: string; hint: string | undefined } };

async function answer(lake: Lake, body: Buffer): Promise<Buffer> {
  try {
    const { method, args } = deserialize(body) as Question;
    if (!LENT.includes(method)) throw new SentinelError("usage", `${method} is not lent`);
    const work = lake[method] as (...given: unknown[]) => Promise<unknown>;
    return serialize({ value: await work.apply(lake, args) } satisfies Reply);
  } catch (error) {
    const { code, hint } =
      error instanceof SentinelError ? error : { code: "internal" as const, hint: undefined };
    return serialize({ error: { code, message: messageOf(error), hint } } satisfies Reply);
  }
}

/** The holder's lake behind the same type. */
function borrow(path: string, busy: SentinelError): SharedLake {
  const holder = readHolder(path, busy);
  const ask =
    (method: Question["method"]) =>
    async (...args: unknown[]): Promise<never> => {
      // A signal cannot cross processes; the holder's own deadline ends a long question.
      const plain = args.map((arg) => (isOptions(arg) ? { ...arg, signal: undefined } : arg));
      const response = await fetch(holder.url, {
        method: "POST",
        headers: { authorization: `Bearer ${holder.token}` },
        body: new Uint8Array(serialize({ method, args: plain } satisfies Question)),
      }).catch((error: unknown) => {
        throw new SentinelError("busy", `process ${holder.pid} holds the lake and does not answer`, {
          cause: error,
          hint: busy.hint ?? "",
        });
      });
      if (!response.ok) throw busy;
      const reply = deserialize(Buffer.from(await response.arrayBuffer())) as Reply;
      if ("value" in reply) return reply.value as never;
      throw new SentinelError(
        reply.error.code,
        reply.error.message,
        reply.error.hint === undefined ? {} : { hint: reply.error.hint },
      );
    };
  return {
    ask: ask("ask"),
    read_tables: ask("read_tables"),
    coverage: ask("coverage"),
    uncovered: ask("uncovered"),
    connections: ask("connections"),
    watermark: ask("watermark"),
    tables: ask("tables"),
    set_services: ask("set_services"),
    mirror: ask("mirror"),
    ingest: () => Promise.reject(busy),
    retain: () => Promise.reject(busy),
    close: () => Promise.resolve(),
    quarantined: undefined,
    borrowed: true,
    held_by: holder.pid,
  };
}

function readHolder(path: string, busy: SentinelError): Holder {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    throw busy;
  }
}

function isOptions(value: unknown): value is { signal?: AbortSignal } {
  return typeof value === "object" && value !== null && "signal" in value;
}
