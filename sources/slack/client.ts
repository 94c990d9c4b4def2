import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { type Logger, LogLevel, WebClient } from "@slack/web-api";
import pRetry from "p-retry";

import type { SourcePorts } from "../../src/contracts/source.ts";
import { UpstreamError } from "../../src/contracts/upstream-error.ts";
import { failureOf } from "./failure.ts";
import { fetchWhole } from "./fetch-whole.ts";

type Arguments = Record<string, string | number | boolean | undefined>;

export type SlackClient = {
  /** Names or ids of the channels to read; empty means all that the bot is in. */
  wanted: string[];
  /** Calls a Web API method until it answers `ok`. Throws UpstreamError; ChannelRefused for a single channel. */
  call: (method: string, args?: Arguments, signal?: AbortSignal) => Promise<unknown>;
  /** Slack's clock at its last answer. */
  vendor_time: () => Date | undefined;
  /** The list of channels, once it is asked for: every slice of messages needs it. */
  listed: Promise<unknown[]> | undefined;
};

export type SlackLimits = {
  /** One attempt, from connecting to the last byte. */
  attempt_ms: number;
  retries: number;
  retry_base_ms: number;
  /** The waits that Slack asks for, added up over one call. */
  longest_wait_ms: number;
};
const LIMITS: SlackLimits = { attempt_ms: 30_000, retries: 4, retry_base_ms: 500, longest_wait_ms: 120_000 };

export const SLACK_CONCURRENCY = 3;

/**
 * A client for one workspace. `@slack/web-api` is left its calls and errors, not its retries: those sleep through
 * an abort, repeat refusals of any status and know no request budget.
 */
export function connectSlack(
  config: Record<string, string>,
  ports: SourcePorts,
  limits: Partial<SlackLimits> = {},
): Promise<SlackClient> {
  const { attempt_ms, retries, retry_base_ms, longest_wait_ms } = { ...LIMITS, ...ports.limits, ...limits };
  let vendor_time: Date | undefined;
  let resumes_at = 0;
  const web = new WebClient(config["bot_token"], {
    slackApiUrl: `${(config["api_url"] ?? "").replace(/\/+$/, "")}/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: SLACK_CONCURRENCY,
    fetch: fetchWhole({ attempt_ms, signal: ports.signal, seen: (time) => (vendor_time = time) }),
    logger: loggerOf(ports.log),
  });

  /** One attempt that counts, after whatever limits have asked us to wait. */
  async function attempt(method: string, args: Arguments, signal: AbortSignal): Promise<unknown> {
    let waited_ms = 0;
    for (;;) {
      const left_ms = resumes_at - performance.now();
      if (left_ms > 0) {
        await sleep(left_ms, undefined, { signal });
        waited_ms += left_ms;
        continue;
      }
      await ports.admit();
      try {
        return await web.apiCall(method, args);
      } catch (error) {
        signal.throwIfAborted();
        const subject = typeof args["channel"] === "string" ? `channel ${args["channel"]}` : undefined;
        const failure = failureOf(method, subject, error, ports.now());
        const wait_ms = (failure.retry_at?.getTime() ?? 0) - ports.now().getTime();
        if (failure.kind !== "limited" || waited_ms + wait_ms > longest_wait_ms) throw failure;
        ports.log("debug", failure.message);
        // Limits are per method and workspace: all calls of this connection wait together.
        resumes_at = Math.max(resumes_at, performance.now() + wait_ms);
      }
    }
  }

  return Promise.resolve({
    wanted: (config["channels"] ?? "")
      .split(",")
      .map((name) => name.trim().replace(/^#/, ""))
      .filter((name) => name !== ""),
    vendor_time: () => vendor_time,
    listed: undefined,
    call: (method, args = {}, signal = ports.signal) =>
      until(
        signal,
        pRetry(() => attempt(method, args, signal), {
          retries,
          minTimeout: retry_base_ms,
          factor: 2,
          randomize: true,
          signal,
          shouldRetry: ({ error }) => error instanceof UpstreamError && error.kind === "unavailable",
        }),
      ),
  });
}

/** The result, or the signal's reason as soon as it is aborted: the client's requests know only the connection's signal. */
async function until<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const settled = new AbortController();
  const aborted = once(signal, "abort", { signal: settled.signal }).then(() => Promise.reject(signal.reason));
  try {
    return await Promise.race([work, aborted]);
  } finally {
    settled.abort();
  }
}

/** Without one the client writes to the console. Its debug lines carry whole messages and are dropped. */
function loggerOf(log: SourcePorts["log"]): Logger {
  const tell = (...words: unknown[]) => log("debug", `slack client: ${words.map(String).join(" ")}`);
  return {
    debug: () => {},
    info: tell,
    warn: tell,
    error: tell,
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
