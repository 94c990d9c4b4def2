/** Reads one table file of a seed: one JSON object a line, gzip when the name ends in `.gz`. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { messageOf, SentinelError } from "../src/errors.ts";
import { isRow, type SeedRow } from "./row.ts";

/**
 * All rows of a file; blank lines are skipped. A malformed line is an error that names file, line and
 * reason, or goes to `bad` when that is given.
 */
export function readRows(file: string, bad?: (complaint: string) => void): SeedRow[] {
  const rows: SeedRow[] = [];
  let number = 0;
  for (const line of linesOf(file)) {
    number += 1;
    const row = parseLine(line);
    if (typeof row !== "string") {
      if (row !== undefined) rows.push(row);
      continue;
    }
    const complaint = `${file}:${number}: ${row}`;
    if (bad === undefined) {
      throw new SentinelError("invalid", complaint, { hint: "every line of a seed file is one JSON object" });
    }
    bad(complaint);
  }
  return rows;
}

/** The row, undefined for a blank line, or the reason why it is none. */
function parseLine(line: string): SeedRow | string | undefined {
  if (line.trim() === "") return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (isRow(value)) return value;
    return `not a JSON object but ${value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`}`;
  } catch (error) {
    return messageOf(error);
  }
}

/** Line by line from the bytes: a whole file as one string has a size limit. */
function* linesOf(file: string): Generator<string> {
  const bytes = bytesOf(file);
  let from = bytes.indexOf("\uFEFF") === 0 ? 3 : 0;
  while (from < bytes.length) {
    const end = bytes.indexOf(10, from);
    const to = end === -1 ? bytes.length : end;
    yield bytes.toString("utf8", from, to);
    from = to + 1;
  }
}

function bytesOf(file: string): Buffer {
  try {
    const bytes = readFileSync(file);
    return file.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw new SentinelError("invalid", `${file}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
