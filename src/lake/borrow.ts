/** The borrower's side of a shared lake: the holder's lake behind the same type. */
import { readFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";

import { SentinelError } from "../errors.ts";
import { TURN_PATH, type Holder, type Lent, type Question, type Reply } from "./lend.ts";
import type { SharedLake } from "./shared-lake.ts";

/** `busy` is why the file could not be opened; it is thrown for what the holder does not lend. */
export function borrow(path: string, busy: SentinelError): SharedLake {
  const holder = holderAt(path);
  if (holder === undefined) throw busy;
  const headers = { authorization: `Bearer ${holder.token}`, "x-sentinel-pid": String(process.pid) };
  const post = (url: string, init: RequestInit) =>
    fetch(url, { method: "POST", headers, ...init }).catch((error: unknown) => {
      throw new SentinelError("busy", `process ${holder.pid} holds the lake and does not answer`, {
        cause: error,
        ...(busy.hint !== undefined && { hint: busy.hint }),
      });
    });
  const ask =
    (method: Lent) =>
    async (...args: unknown[]): Promise<never> => {
      // A signal cannot cross processes; the holder's own deadline ends a long question.
      const plain = args.map((arg) => (isOptions(arg) ? { ...arg, signal: undefined } : arg));
      const question: Question = { method, args: plain };
      const response = await post(holder.url, { body: new Uint8Array(serialize(question)) });
      if (!response.ok) throw busy;
      return read(await response.arrayBuffer()) as never;
    };
  const refuse = () => Promise.reject(busy);
  return {
    ask: ask("ask"),
    parquet: ask("parquet"),
    read_tables: ask("read_tables"),
    coverage: ask("coverage"),
    uncovered: ask("uncovered"),
    connections: ask("connections"),
    watermark: ask("watermark"),
    tables: ask("tables"),
    set_services: ask("set_services"),
    mirror: ask("mirror"),
    ingest: holder.writes ? ask("ingest") : refuse,
    load: holder.writes ? ask("load") : refuse,
    retain: holder.writes ? ask("retain") : refuse,
    async turn() {
      if (!holder.writes) throw busy;
      const ended = new AbortController();
      const response = await post(`${holder.url}${TURN_PATH}`, { signal: ended.signal });
      if (!response.ok) read(await response.arrayBuffer());
      return () => ended.abort();
    },
    close: () => Promise.resolve(),
    quarantined: undefined,
    borrowed: true,
    held_by: holder.pid,
  };
}

/** The value of a reply; throws the error that it carries. */
function read(body: ArrayBuffer): unknown {
  const reply = deserialize(Buffer.from(body)) as Reply;
  if ("value" in reply) return reply.value;
  const { code, message, hint } = reply.error;
  throw new SentinelError(code, message, hint === undefined ? {} : { hint });
}

/** Who lends the lake, from the card at `path`; undefined while nobody does. */
export function holderAt(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function isOptions(value: unknown): value is { signal?: AbortSignal } {
  return typeof value === "object" && value !== null && "signal" in value;
}
