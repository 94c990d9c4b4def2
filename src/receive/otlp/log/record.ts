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

/** What a file of records holds: the records from `offset` on, and what of it cannot be read. */
export type Reading = { found: Found[]; damaged: number; torn_bytes: number };

/**
 * Reads a file of records. One whose sum is wrong is stepped over; a last one that is cut short is what a crash leaves of a
 * write that nobody was told of.
 */
export function readRecords(file: Buffer, offset: number): Reading {
  const reading: Reading = { found: [], damaged: 0, torn_bytes: 0 };
  let at = offset;
  while (at < file.length) {
    const length = at + FRAME <= file.length ? file.readUInt32LE(at) : 0;
    const end = at + FRAME + length;
    if (length < HEAD || end > file.length) {
      reading.torn_bytes = file.length - at;
      break;
    }
    const posted = readOne(file.subarray(at, end));
    if (posted === undefined) reading.damaged += 1;
    else reading.found.push({ posted, end });
    at = end;
  }
  return reading;
}

function readOne(record: Buffer): Posted | undefined {
  const signal = SIGNALS[record.readUInt8(FRAME + 1)];
  const known = record.readUInt8(FRAME) === VERSION && signal !== undefined;
  if (!known || crc32(record.subarray(FRAME)) !== record.readUInt32LE(4)) return undefined;
  const flags = record.readUInt8(FRAME + 2);
  return {
    signal,
    json: (flags & 1) !== 0,
    gzip: (flags & 2) !== 0,
    received_at: record.readDoubleLE(FRAME + 4),
    body: record.subarray(FRAME + HEAD),
  };
}
