/** A server on one home: the HTTP interface, the standing jobs, and an end that leaves nothing half done. */
import { setTimeout as pause } from "node:timers/promises";

import { Denials } from "../access/denials.ts";
import { anyKey } from "../access/keys.ts";
import { createApp } from "../api/app.ts";
import { listen } from "../api/listen.ts";
import { messageOf, SentinelError } from "../errors.ts";
import { Jobs } from "../jobs/jobs.ts";
import { quietJobs, standingJobs } from "../jobs/standing-jobs.ts";
import type { Sentinel } from "../main.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { registerStream } from "../metrics/stream.ts";
import { afterAnswer } from "../slack/after-answer.ts";
import { openStream } from "../stream/open-stream.ts";
import { recordRejectedSettings, recordSettings } from "./record-settings.ts";

export type ServeOptions = {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Whether it fetches, judges and measures by itself; else it does what can be asked for without a fetch. */
  patrols: boolean;
};

/** `stop` takes no more work, lets what is under way end, and resolves within eight seconds. */
export type Serving = { url: string; stop: () => Promise<void> };

/** For requests, and jobs, that are under way when the server stops. */
const PATIENCE_MS = 8_000;
const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/i;

/**
 * Serves until stopped. Throws `busy` when another process holds the home or the port is taken, and `unauthorized` for an
 * address beyond this machine before the first key is made.
 */
export async function serve(sentinel: Sentinel, { host, port, patrols }: ServeOptions): Promise<Serving> {
  const { log, now } = sentinel;
  const state = sentinel.state();
  if (!LOOPBACK.test(host) && !(await anyKey(state))) {
    throw new SentinelError("unauthorized", `on ${host} everybody can reach it, and there is no key yet`, {
      hint: "make one first: sentinel keys create NAME --role admin",
    });
  }
  const lake = await sentinel.lake();
  if (lake.borrowed) {
    throw new SentinelError("busy", `${sentinel.home.path} is held by process ${lake.held_by}`, {
      hint: "end it, or give this server a home of its own (--home)",
    });
  }

  await sentinel.intake();
  const stopping = new AbortController();
  const metrics = createMetrics();
  const after = afterAnswer(log);
  const denials = new Denials({ state: sentinel.state, now, log });
  const jobs = new Jobs(patrols ? standingJobs(sentinel, metrics) : quietJobs(sentinel), {
    state: sentinel.state,
    now,
    log,
    ended: (run) => metrics.ran(run),
  });
  const stream = patrols ? openStream(sentinel, registerStream(metrics.registry)) : undefined;
  const app = createApp(sentinel, { metrics, after, denials, jobs, stopping: stopping.signal });
  const listening = await listen(app, { host, port });
  const unfollow = await followSettings(sentinel);
  jobs.start();

  const windDown = async () => {
    await Promise.all([listening.close(PATIENCE_MS), jobs.stop(), stream?.stop()]);
    await after.idle();
    await denials.flush();
    await sentinel.gate().anchor?.();
  };
  return {
    url: listening.url,
    async stop() {
      stopping.abort();
      unfollow();
      const late = pause(PATIENCE_MS, "late" as const, { ref: false });
      if ((await Promise.race([windDown(), late])) === "late") log.warn("some work did not end in time");
    },
  };
}

/** Puts changes of the settings into force as they are saved, and into the record. */
async function followSettings(sentinel: Sentinel): Promise<() => void> {
  const state = sentinel.state();
  const failed = (error: unknown) => sentinel.log.error(`settings were not recorded: ${messageOf(error)}`);
  await recordSettings(state, { before: undefined, after: sentinel.settings, at: sentinel.now() }).catch(
    failed,
  );
  return sentinel.follow_settings((before) => {
    const { settings: current, settings_problem: problem } = sentinel;
    const recorded =
      problem === undefined
        ? recordSettings(state, { before, after: current, at: sentinel.now() })
        : recordRejectedSettings(state, problem, sentinel.now());
    recorded.catch(failed);
  });
}
