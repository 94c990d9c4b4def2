import { readFile, rename } from "node:fs/promises";

import pRetry from "p-retry";
import type { Logger } from "pino";

import { messageOf } from "../../errors.ts";
import type { Entry } from "./apply-group.ts";
import type { Aside, Rejected } from "./aside.ts";
import { decode } from "./decode.ts";
import { isDamage, readRecords, type Damage, type Found } from "./log/record.ts";
import { segmentPath, type Position } from "./log/segments.ts";
import { SPANS } from "./names.ts";
import type { OtlpSettings } from "./settings.ts";
import { unpack } from "./unpack.ts";

export type ReplayOptions = {
  folder: string;
  settings: () => OtlpSettings;
  queue: { push: (entry: Entry) => void; idle: () => Promise<void> };
  aside: Pick<Aside, "put">;
  log: Logger;
  signal: AbortSignal;
};

const LONGEST_PAUSE_MS = 15_000;

/**
 * Brings what a former process left in these files into the queue, from a position on. In groups across files: many small ones
 * are what a server leaves that is killed again and again. No more is held in memory than what may be on its way anyhow. What
 * cannot be read is put aside and nothing else is lost by it. Throws what keeps it from going on: nothing may be applied behind it.
 */
export async function replay(
  segments: number[],
  from: Position | undefined,
  { folder, settings, queue, aside, log, signal }: ReplayOptions,
): Promise<void> {
  let held = 0;
  for (const segment of segments) {
    const file = await readFile(segmentPath(folder, segment)).catch((error: unknown) =>
      leave(segment, error),
    );
    if (file === undefined) continue;
    const { found, torn_bytes } = readRecords(file, segment === from?.segment ? from.offset : 0);
    if (torn_bytes > 0)
      log.warn(`${torn_bytes} bytes of a request that nobody was told of end ${segment}.log`);
    for (const record of found) {
      signal.throwIfAborted();
      const { bytes, ...entry } = await entryOf(record, segment, file);
      held += bytes;
      queue.push({ ...entry, position: { segment, offset: record.end }, done: () => undefined });
      if (held < settings().pending_bytes / 2) continue;
      held = 0;
      await queue.idle();
    }
  }

  async function entryOf(record: Found | Damage, segment: number, file: Buffer) {
    if (isDamage(record)) {
      log.error(`${record.end - record.from} bytes in ${segment}.log are damaged: they were put aside`);
      const bytes = file.subarray(record.from, record.end);
      await reject({ reason: "damaged in the log", segment, from: record.from, bytes });
      return { table: SPANS, rows: [], received_at: 0, bytes: 0 };
    }
    const { posted } = record;
    const { received_at } = posted;
    try {
      const unpacked = await unpack(posted.body, posted.gzip, settings().unpacked_bytes);
      const { table, rows } = decode(unpacked, posted);
      return { table, rows, received_at, bytes: unpacked.length };
    } catch (error) {
      log.error({ err: error }, `a request in ${segment}.log cannot be read: it was put aside`);
      await reject({ reason: messageOf(error), posted });
      return { table: SPANS, rows: [], received_at, bytes: 0 };
    }
  }

  /** On a full disk it waits for room. */
  async function reject(rejected: Rejected): Promise<void> {
    const retries = Number.POSITIVE_INFINITY;
    await pRetry(() => aside.put(rejected), { retries, maxTimeout: LONGEST_PAUSE_MS, signal });
  }

  /** Under another name it is out of the way and not deleted with those whose rows are in the lake. */
  async function leave(segment: number, error: unknown): Promise<undefined> {
    const path = segmentPath(folder, segment);
    log.error({ err: error }, `${segment}.log cannot be read; it is kept as ${path}.unread`);
    await rename(path, `${path}.unread`);
  }
}
