import { setTimeout as pause } from "node:timers/promises";

import type { Logger } from "pino";
import type PQueue from "p-queue";

import type { Finding } from "../contracts/finding.ts";
import { messageOf } from "../errors.ts";
import { Arrivals, type Arrived } from "./arrivals.ts";
import type { DetectSettings } from "./settings.ts";
import { TakenFindings } from "./taken-findings.ts";

/** `not_judged`: a hole in what the detector reads, or a query that failed or took too long. */
export type Verdict = { findings: Finding[]; outcome: "quiet" | "found" | "not_judged" };

export type WatchOptions = {
  judge: (arrived: Arrived) => Promise<Verdict>;
  take_up: (findings: Finding[]) => Promise<void>;
  /** Told of each judgement; `failed` when it threw. */
  judged: (judged: { outcome: Verdict["outcome"] | "failed"; took_ms: number; arrived: Arrived }) => void;
  /** Judgements of all watches, one at a time. */
  lane: PQueue;
  /** Findings of all watches that are taken up, one at a time. */
  desk: PQueue;
  /** How many times as long as a judgement took it rests afterwards. */
  rest: number;
  settings: () => DetectSettings;
  now: () => Date;
  log: Logger;
  signal: AbortSignal;
};

/**
 * One detector over what arrives: a judgement takes everything that came since the last one. Between two it rests by what the
 * last one took, and at least `gap_ms`, so that judging never takes more of the machine than its share.
 */
export class Watch {
  readonly #options: WatchOptions;
  readonly #arrivals = new Arrivals();
  readonly #taken = new TakenFindings();
  #running: Promise<void> | undefined;
  #again: NodeJS.Timeout | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    options.signal.addEventListener("abort", () => clearTimeout(this.#again), { once: true });
  }

  arrived(landed: Parameters<Arrivals["add"]>[0]): void {
    this.#arrivals.add(landed);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is left to judge, or the work is stopped. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { lane, desk, rest, settings, signal, log } = this.#options;
    while (this.#arrivals.some && !signal.aborted) {
      try {
        const { findings, took_ms } = await lane.add(() => this.#judge());
        if (findings.length > 0) await desk.add(() => this.#takeUp(findings));
        await pause(Math.max(settings().gap_ms, rest * took_ms), undefined, { signal });
      } catch (error) {
        if (signal.aborted) break;
        log.error({ err: error }, `what arrived was not judged: ${messageOf(error)}`);
        await pause(Math.max(settings().gap_ms, FAILED_REST_MS), undefined, { signal }).catch(
          () => undefined,
        );
      }
    }
    this.#running = undefined;
  }

  async #judge(): Promise<{ findings: Finding[]; took_ms: number }> {
    const { judge, judged } = this.#options;
    const arrived = this.#arrivals.take();
    const began = performance.now();
    let outcome: Verdict["outcome"] | "failed" = "failed";
    const took = () => performance.now() - began;
    try {
      const verdict = await judge(arrived);
      ({ outcome } = verdict);
      return { findings: verdict.findings, took_ms: took() };
    } finally {
      judged({ outcome, took_ms: took(), arrived });
    }
  }

  async #takeUp(findings: Finding[]): Promise<void> {
    const { take_up, settings, now } = this.#options;
    const at = now().getTime();
    const due = this.#taken.due(findings, at, settings().renew_seconds * 1_000);
    if (due.now.length > 0) {
      await take_up(due.now);
      this.#taken.took(due.now, at);
    }
    clearTimeout(this.#again);
    if (due.next_at === undefined || this.#options.signal.aborted) return;
    this.#again = setTimeout(() => this.#lookAgain(), due.next_at - at).unref();
  }

  #lookAgain(): void {
    this.#arrivals.addAll();
    this.#running ??= this.#run();
  }
}

const FAILED_REST_MS = 1_000;
