/** The head of the audit chain, kept beside the state: what a cut tail or a chain written anew is found by. */
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";

import type { State } from "../state/open.ts";

const MODE = 0o600;
/** Longer than any line. */
const TAIL_BYTES = 256;

/** One line of the file: how far the chain reached, and when that was written. */
export type Anchor = { seq: number; hash: string; at: string };

/**
 * Appends `seq hash at` of the chain's head when it has grown, and waits until the disk has it. Call it after commits;
 * after a crash between the two the next call catches up. A chain shorter than its anchor is left as it is, for
 * `verifyAudit` to tell.
 */
export async function anchorAudit(state: State, path: string): Promise<void> {
  // Under the write lock: two processes must not mend or extend the last line at once.
  await state.write(async (db) => {
    const head = await db
      .selectFrom("audit")
      .select(["seq", "hash", "at"])
      .orderBy("seq", "desc")
      .executeTakeFirst();
    if (head === undefined) return;
    const file = openSync(path, existsSync(path) ? "r+" : "w+", MODE);
    try {
      const { last, end } = readLast(file);
      if (last !== undefined && last.seq >= head.seq) return;
      // A line that a power cut left half written.
      ftruncateSync(file, end);
      writeSync(file, `${head.seq} ${head.hash} ${head.at}\n`, end);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  });
}

function readLast(file: number): { last: Anchor | undefined; end: number } {
  const { size } = fstatSync(file);
  const from = Math.max(0, size - TAIL_BYTES);
  const bytes = Buffer.alloc(size - from);
  readSync(file, bytes, 0, bytes.length, from);
  const text = bytes.toString("latin1");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const line = whole.trimEnd().split("\n").at(-1) ?? "";
  return { last: parseAnchor(line), end: from + whole.length };
}

/** Undefined for what is no line of an anchor. */
export function parseAnchor(line: string): Anchor | undefined {
  const [, seq, hash, at] = /^(\d{1,15}) ([0-9a-f]{64}) (\S{20,30})$/.exec(line) ?? [];
  if (seq === undefined || hash === undefined || at === undefined) return undefined;
  return { seq: Number(seq), hash, at };
}
