/** One request in the log: length and CRC-32 of what follows, then how it came, when, and its body as it came. */
import { crc32 } from "node:zlib";

export const SIGNALS = ["traces", "metrics", "logs"] as const;
export type Signal = (typeof SIGNALS)[number];

export type Posted = {
  signal: Signal;
  /** JSON, else protobuf. */
  json: boolean;
  gzip: boolean;
  /** Milliseconds since 1970. */
  received_at: number;
  body: Buffer;
};

const FRAME = 8;
const HEAD = 12;
const VERSION = 1;

/** The buffers to be written one after the other. */
export function recordOf({ signal, json, gzip, received_at, body }: Posted): Buffer[] {
  const head = Buffer.alloc(FRAME + HEAD);
  head.writeUInt32LE(HEAD + body.length, 0);
  head.writeUInt8(VERSION, FRAME);
  head.writeUInt8(SIGNALS.indexOf(signal), FRAME + 1);
  head.writeUInt8((json ? 1 : 0) | (gzip ? 2 : 0), FRAME + 2);
  head.writeDoubleLE(received_at, FRAME + 4);
  head.writeUInt32LE(crc32(body, crc32(head.subarray(FRAME))), 4);
  return [head, body];
}

export const lengthOf = (record: Buffer[]): number => record.reduce((sum, part) => sum + part.length, 0);

export type Found = { posted: Posted; end: number };

/** Bytes of a file that are no record, between records or as long as one. */
export type Damage = { from: number; end: number };

/** What a file of records holds: the records from `offset` on, in their order, and what of it cannot be read. */
export type Reading = { found: (Found | Damage)[]; torn_bytes: number };

export const isDamage = (found: Found | Damage): found is Damage => "from" in found;

/**
 * Reads a file of records. After bytes that are none it goes on at the next record, wherever that begins; what nothing
 * follows is what a crash leaves of a write that nobody was told of.
 */
export function readRecords(file: Buffer, offset: number): Reading {
  const found: Reading["found"] = [];
  let at = offset;
  while (at < file.length) {
    const posted = readOne(file, at);
    const end = posted === undefined ? nextRecord(file, at) : at + FRAME + file.readUInt32LE(at);
    if (end === undefined) return { found, torn_bytes: file.length - at };
    found.push(posted === undefined ? { from: at, end } : { posted, end });
    at = end;
  }
  return { found, torn_bytes: 0 };
}

/** When the record that begins here was received; undefined when its head is not whole. */
export const receivedAt = (head: Buffer): number | undefined =>
  head.length < FRAME + HEAD ? undefined : head.readDoubleLE(FRAME + 4);

/** The record at a place; undefined when there is none, or its sum is wrong. */
function readOne(file: Buffer, at: number): Posted | undefined {
  if (at + FRAME + HEAD > file.length) return undefined;
  const signal = SIGNALS[file.readUInt8(at + FRAME + 1)];
  const flags = file.readUInt8(at + FRAME + 2);
  const length = file.readUInt32LE(at);
  const end = at + FRAME + length;
  if (file.readUInt8(at + FRAME) !== VERSION || signal === undefined || flags > 3) return undefined;
  if (length < HEAD || end > file.length) return undefined;
  if (crc32(file.subarray(at + FRAME, end)) !== file.readUInt32LE(at + 4)) return undefined;
  return {
    signal,
    json: (flags & 1) !== 0,
    gzip: (flags & 2) !== 0,
    received_at: file.readDoubleLE(at + FRAME + 4),
    body: file.subarray(at + FRAME + HEAD, end),
  };
}

/** Where the next record begins behind a damaged one, or the file ends with it; undefined when nothing follows. */
function nextRecord(file: Buffer, at: number): number | undefined {
  const stated = at + FRAME <= file.length ? at + FRAME + file.readUInt32LE(at) : undefined;
  if (stated === file.length || (stated !== undefined && readOne(file, stated) !== undefined)) return stated;
  for (let next = at + 1; next + FRAME + HEAD <= file.length; next += 1) {
    if (readOne(file, next) !== undefined) return next;
  }
  return undefined;
}
