/** What OTLP brings is judged as it comes: the patrol's detectors over its queries, and the same road for what they find. */
import PQueue from "p-queue";

import { endAfter } from "../contracts/moment.ts";
import type { Detector } from "../contracts/detector.ts";
import type { DetectContext } from "../detect/run.ts";
import { messageOf } from "../errors.ts";
import { takeUp } from "../jobs/take-up.ts";
import type { Lake } from "../lake/lake.ts";
import type { Sentinel } from "../main.ts";
import type { Landed } from "../receive/otlp/landed.ts";
import { CONNECTION } from "../receive/otlp/names.ts";
import type { Arrived } from "./arrivals.ts";
import { isNarrowed, judgeNew } from "./first-look.ts";
import { tablesReadBy } from "./readers.ts";
import { Watch, type Verdict, type WatchOptions } from "./watch.ts";

export type StreamMeasures = {
  judged: (detector: string, judged: Parameters<WatchOptions["judged"]>[0], now: Date) => void;
  /** `off`: not wanted; `unread`: nobody who judges streams reads the table. */
  skipped: (reason: "off" | "unread") => void;
};

export type Stream = { idle: () => Promise<void>; stop: () => Promise<void> };

/**
 * Judges each transaction of the intake from now on, one judgement at a time. What fails is left to the next judgement or the
 * patrol: neither the intake nor anything else waits for it.
 */
export function openStream(sentinel: Sentinel, measures: StreamMeasures): Stream {
  const { log, now } = sentinel;
  const settings = () => sentinel.settings.detect;
  const stopping = new AbortController();
  const { signal } = stopping;
  const queues = { lane: new PQueue({ concurrency: 1 }), desk: new PQueue({ concurrency: 1 }) };
  const detectors = sentinel.detectors.filter(({ streams }) => streams === true);
  const watches = new Map(detectors.map((detector) => [detector.id, watch(detector)]));
  const readers = new Map<string, string[]>();
  const routing = new Set<Promise<void>>();

  function watch(detector: Detector): Watch {
    return new Watch({
      ...queues,
      judge: (arrived) => judge(detector, arrived),
      async take_up(findings) {
        const at = now().toISOString();
        await takeUp(sentinel, { at, findings }, { tell: true, propose: true, by_template: true });
      },
      judged: (judged) => measures.judged(detector.id, judged, now()),
      rest: isNarrowed(detector) ? 1 : 4,
      settings,
      now,
      log,
      signal,
    });
  }

  async function judge(detector: Detector, { trace_ids }: Arrived): Promise<Verdict> {
    const { freshness_minutes, detectors: limits } = sentinel.settings;
    const context: DetectContext = {
      lake: hurried(await sentinel.lake(), settings().deadline_ms, signal),
      library: sentinel.library(),
      detectors: [],
      limits,
      freshness_minutes,
    };
    // The minute that is under way, to its end: moments are whole minutes, and what just arrived lies within this one.
    const at = new Date(endAfter(now().toISOString()));
    const { findings, judged, not_judged } = await judgeNew(
      context,
      detector,
      { connection: CONNECTION, trace_ids },
      at,
    );
    for (const { reason } of not_judged)
      log.debug({ detector: detector.id, reason }, "not judged as it came");
    if (findings.length > 0) return { findings, outcome: "found" };
    return { findings, outcome: judged.length > 0 ? "quiet" : "not_judged" };
  }

  async function route({ tables, ...landed }: Landed): Promise<void> {
    const ids = new Set((await Promise.all(tables.map(readersOf))).flat());
    if (ids.size === 0) measures.skipped("unread");
    for (const id of ids) watches.get(id)?.arrived(landed);
  }

  async function readersOf(table: string): Promise<string[]> {
    const known = readers.get(table);
    if (known !== undefined) return known;
    const lake = await sentinel.lake();
    const read = await Promise.all(
      detectors.map(async (detector) => {
        const names = await tablesReadBy(lake, sentinel.library(), detector);
        return names.has(table) ? [detector.id] : [];
      }),
    );
    readers.set(table, read.flat());
    return read.flat();
  }

  sentinel.on_landing((landed) => {
    if (signal.aborted) return;
    if (!settings().stream) return measures.skipped("off");
    const routed = route(landed)
      .catch((error: unknown) =>
        log.error({ err: error }, `what arrived was not judged: ${messageOf(error)}`),
      )
      .finally(() => routing.delete(routed));
    routing.add(routed);
  });

  async function idle(): Promise<void> {
    await Promise.all(routing);
    await Promise.all([...watches.values()].map((one) => one.idle()));
  }
  return {
    idle,
    async stop() {
      stopping.abort();
      await idle();
    },
  };
}

/** The lake for one judgement: all of its questions within one deadline. */
function hurried(lake: Lake, deadline_ms: number, signal: AbortSignal): DetectContext["lake"] {
  const until = performance.now() + deadline_ms;
  return {
    ask: (sql, params, options) =>
      lake.ask(sql, params, {
        ...options,
        signal,
        deadline_ms: Math.max(1, Math.ceil(until - performance.now())),
      }),
    uncovered: (table, window) => lake.uncovered(table, window),
    connections: (table) => lake.connections(table),
  };
}
