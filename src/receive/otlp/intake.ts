/**
 * What OpenTelemetry's SDKs send: read, checked, put into a log on disk, acknowledged, and brought into the lake behind the
 * answer. A crash at any moment loses nothing that was acknowledged: what the log holds beyond the lake's position is applied
 * at the next start, and rows are merged by their key, so that no span is there twice.
 */
import { mkdir } from "node:fs/promises";

import type { Logger } from "pino";

import type { Lake } from "../../lake/lake.ts";
import { ApplyQueue } from "./apply-queue.ts";
import { Aside } from "./aside.ts";
import { Budget } from "./budget.ts";
import { decode } from "./decode.ts";
import type { Landed } from "./landed.ts";
import { IntakeLog } from "./log/intake-log.ts";
import { recordOf, type Posted, type Signal } from "./log/record.ts";
import { removeSegmentsBefore, segmentsIn, sizeOf } from "./log/segments.ts";
import { positionIn } from "./position.ts";
import { pushed } from "./pushed.ts";
import { replay } from "./replay.ts";
import type { OtlpSettings } from "./settings.ts";
import { unpack } from "./unpack.ts";

export type IntakeOptions = {
  /** Where the log is; made when absent. */
  folder: string;
  lake: () => Promise<Pick<Lake, "ingest" | "ask">>;
  settings: () => OtlpSettings;
  now: () => Date;
  log: Logger;
  /** Told of each request that was taken. */
  took: (taken: Taken) => void;
  /** Told of what is in the lake. */
  landed?: (landed: Landed) => void;
};

export type Taken = {
  signal: Signal;
  accepted: number;
  /** Items that were not taken, by the reason. */
  refused: Map<string, number>;
  /** Attributes that were cut. */
  cut: number;
  /** As they came. */
  bytes: number;
};

/** What is pushed is covered up to now for as long as somebody listens, also while nobody sends. */
const BEAT_MS = 30_000;

/** Opens the log and begins to bring into the lake what a former process left in it. */
export async function openIntake(options: IntakeOptions) {
  const { folder, settings, now, log } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lake = await options.lake();
  const position = await positionIn(lake);
  const segments = await segmentsIn(folder);
  const last = Math.max(position?.segment ?? 0, ...segments);
  const journal = new IntakeLog(folder, { last, segment_bytes: () => settings().segment_bytes });
  const budget = new Budget(() => settings().pending_bytes);
  const aside = new Aside(folder, now);
  let known = position !== undefined;
  /** The file that is being applied: those before it are gone. */
  let begun: number | undefined;
  const queue = new ApplyQueue({
    ...options,
    aside,
    async applied({ segment }) {
      known = true;
      if (segment === begun) return;
      await removeSegmentsBefore(folder, segment);
      begun = segment;
    },
  });
  let replaying_since: number | undefined = now().getTime();
  const stopping = new AbortController();
  const { signal } = stopping;
  // What comes meanwhile is acknowledged at once and applied behind what was left.
  const replayed = replay(
    segments.filter((segment) => segment >= (position?.segment ?? 0)),
    position,
    { folder, settings, queue, aside, log, signal },
  ).then(
    () => {
      replaying_since = undefined;
      return true;
    },
    (error: unknown) => {
      if (!signal.aborted)
        log.error(
          { err: error },
          "the log of OTLP cannot be read on: what comes waits in it for the next start",
        );
      return false;
    },
  );

  const beat = setInterval(() => {
    if (known && queue.oldest === undefined) void covered();
  }, BEAT_MS).unref();

  /** Says in the ledger that nothing more has come by now. */
  async function covered(): Promise<void> {
    await (
      await options.lake()
    )
      .ingest({ ...pushed({}, now()), watermark: now() })
      .catch((error: unknown) => log.warn({ err: error }, "the coverage of otel_spans could not be written"));
  }

  return {
    budget,
    /** Milliseconds since the oldest request that is acknowledged and not in the lake; undefined when there is none. */
    lag_ms(): number | undefined {
      const oldest = queue.oldest ?? replaying_since;
      return oldest === undefined ? undefined : Math.max(0, now().getTime() - oldest);
    },
    /**
     * Takes a request whose bytes are within the budget; `resize` gives them back when they are in the lake. Resolves when it
     * is on disk. Throws `usage` for what is no request, `too_large`, and what the disk says when it takes nothing.
     */
    async take(posted: Posted, resize: (bytes: number) => void): Promise<Taken> {
      const limit = settings().unpacked_bytes;
      const unpacked = await unpack(posted.body, posted.gzip, limit);
      resize(unpacked.length);
      const { table, rows, refused, cut } = decode(unpacked, posted);
      const taken = { signal: posted.signal, accepted: rows.length, refused, cut, bytes: posted.body.length };
      if (rows.length === 0) resize(0);
      else {
        const at = await journal.append(recordOf(posted));
        const entry = { table, rows, position: at, received_at: posted.received_at, done: () => resize(0) };
        void replayed.then((whole) => whole && queue.push(entry));
      }
      options.took(taken);
      return taken;
    },
    log_bytes: () => sizeOf(folder),
    /** What was acknowledged and can never be stored, put aside since this process began. */
    rejected: () => aside.count,
    covered,
    /** Resolves when all that was acknowledged is in the lake. */
    async idle(): Promise<void> {
      await replayed;
      await queue.idle();
    },
    async close(): Promise<void> {
      clearInterval(beat);
      stopping.abort();
      queue.stop();
      await journal.close();
      await replayed;
      await queue.idle();
    },
  };
}
