import { createHash } from "node:crypto";

import canonicalize from "canonicalize";

/** SHA-256 (hex) of a row's canonical JSON (RFC 8785): the same values in any key order give the same hash. */
export function rowHash(row: Record<string, unknown>): string {
  return sha256(canonicalize(row) ?? "null");
}

/** The hashes of an answer's rows, sorted: two answers are the same when these are. */
export function rowHashes(rows: Record<string, unknown>[]): string[] {
  return rows.map(rowHash).toSorted();
}

/** One SHA-256 over sorted row hashes, as evidence keeps it. */
export function answerHash(hashes: string[]): string {
  return sha256(canonicalize(hashes) ?? "[]");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
