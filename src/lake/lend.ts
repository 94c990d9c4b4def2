/** The holder's side of a shared lake: answers calls of other processes on loopback. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { deserialize, serialize } from "node:v8";

import { messageOf, SentinelError, type ErrorCode } from "../errors.ts";
import type { Lake } from "./lake.ts";
import type { Turn } from "./turn.ts";

/** What the holder writes beside the lake, readable by its owner only. */
export type Holder = {
  pid: number;
  url: string;
  token: string;
  /** Whether it takes writes of others too: a server does, a command would end before them. */
  writes: boolean;
};

/** Reads, and the small tables that a reader refreshes. */
export const LENT_READS = [
  "ask",
  "parquet",
  "read_tables",
  "coverage",
  "uncovered",
  "connections",
  "watermark",
  "tables",
  "set_services",
  "mirror",
] as const satisfies (keyof Lake)[];

export const LENT_WRITES = ["ingest", "load", "retain"] as const satisfies (keyof Lake)[];

export type Lent = (typeof LENT_READS)[number] | (typeof LENT_WRITES)[number];
export type Question = { method: Lent; args: unknown[] };
export type Reply =
  { value: unknown } | { error: { code: ErrorCode; message: string; hint: string | undefined } };

/** Where a borrower holds the turn to sync: the answer stays open as long as it has it. */
export const TURN_PATH = "/turn";
/** Fetch gives an answer up after five minutes without a byte. */
const BEAT_MS = 30_000;

export type Lending = { lake: Lake; turn: Turn; holder: string; writes: boolean };

/** Starts answering and writes the holder's card. */
export async function lend(lending: Lending): Promise<Server> {
  const token = randomBytes(24).toString("hex");
  const server = createServer((request, response) => {
    if (!isBearer(request, token)) return response.writeHead(401).end();
    if (request.url === TURN_PATH) return holdTurn(lending.turn, request, response);
    return void bodyOf(request)
      .then((body) => answer(lending, body))
      .then((body) => response.end(body))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A command ends when its work does, not when nobody borrows any more.
  server.unref();
  const { port } = server.address() as AddressInfo;
  const { holder, writes } = lending;
  const card: Holder = { pid: process.pid, url: `http://127.0.0.1:${port}`, token, writes };
  writeFileSync(holder, JSON.stringify(card), { mode: 0o600 });
  return server;
}

function isBearer(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A connection is the lease: a borrower that dies gives the turn back without a word. */
function holdTurn(turn: Turn, request: IncomingMessage, response: ServerResponse): void {
  try {
    const release = turn.take(Number(request.headers["x-sentinel-pid"]));
    const beat = setInterval(() => response.write(" "), BEAT_MS);
    response.once("close", () => {
      clearInterval(beat);
      release();
    });
    response.writeHead(200).flushHeaders();
  } catch (error) {
    response.writeHead(409).end(serialize(failure(error)));
  }
}

async function answer({ lake, writes }: Lending, body: Buffer): Promise<Buffer> {
  try {
    const { method, args } = deserialize(body) as Question;
    const lent: readonly string[] = writes ? [...LENT_READS, ...LENT_WRITES] : LENT_READS;
    if (!lent.includes(method)) throw new SentinelError("usage", `${method} is not lent`);
    const work = lake[method] as (...given: unknown[]) => Promise<unknown>;
    return serialize({ value: await work.apply(lake, args) } satisfies Reply);
  } catch (error) {
    return serialize(failure(error));
  }
}

function failure(error: unknown): Reply {
  const { code, hint } =
    error instanceof SentinelError ? error : { code: "internal" as const, hint: undefined };
  return { error: { code, message: messageOf(error), hint } };
}
