import { type Logger, LogLevel, WebClient } from "@slack/web-api";
import { z } from "zod";

import { failureOf } from "../../sources/slack/failure.ts";
import { fetchWhole } from "../../sources/slack/fetch-whole.ts";
import type { UpstreamError } from "../contracts/upstream-error.ts";
import { uploadBytes } from "./upload-bytes.ts";

type Arguments = Record<string, unknown>;

/** Slack as Sentinel writes to it. */
export type Slack = {
  /** One try of one Web API method. Throws UpstreamError; whether and when there is another try is the caller's. */
  call: (method: string, args?: Arguments) => Promise<unknown>;
  /** One try to put a file where Slack said. Throws UpstreamError. */
  upload: (url: string, bytes: Buffer) => Promise<void>;
  /** What the token belongs to, and its scopes where Slack names them; asked once (auth.test). */
  whoami: () => Promise<Identity>;
  /** The app of the token, asked once (bots.info, scope users:read). */
  app_id: () => Promise<string>;
  /** Ids of the channels that were asked for by name, once found. */
  channel_ids: Map<string, string>;
};

export type SlackOptions = {
  /** Address of the Web API, such as https://slack.com/api/. */
  api_url: string;
  bot_token: string;
  now: () => Date;
  /** One call, from connecting to the last byte. */
  attempt_ms?: number;
};

const Identity = z.object({
  team_id: z.string(),
  bot_id: z.string(),
  user_id: z.string(),
  /** From the header X-OAuth-Scopes. */
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).catch({}),
});
type Identity = z.infer<typeof Identity>;
const Bot = z.object({ bot: z.object({ app_id: z.string() }) });

/**
 * The way out to one workspace. `@slack/web-api` is left its calls and errors, not its retries: the outbox repeats, and
 * looks before it does, since a message whose answer was lost has been posted.
 */
export function openSlack({ api_url, bot_token, now, attempt_ms = 10_000 }: SlackOptions): Slack {
  const web = new WebClient(bot_token, {
    slackApiUrl: `${api_url.replace(/\/+$/, "")}/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: fetchWhole({ attempt_ms, signal: new AbortController().signal, seen: () => {} }),
    logger: SILENT,
  });
  const call = async (method: string, args: Arguments = {}): Promise<unknown> => {
    try {
      return await web.apiCall(method, args);
    } catch (error) {
      throw named(method, args, error, now());
    }
  };
  const whoami = kept(async () => Identity.parse(await call("auth.test")));
  return {
    call,
    upload: (url, bytes) => uploadBytes({ api_url, attempt_ms }, url, bytes),
    whoami,
    channel_ids: new Map(),
    app_id: kept(async () => {
      const { bot_id } = await whoami();
      return Bot.parse(await call("bots.info", { bot: bot_id })).bot.app_id;
    }),
  };
}

function named(method: string, args: Arguments, error: unknown, at: Date): UpstreamError {
  const channel = typeof args["channel"] === "string" ? `channel ${args["channel"]}` : undefined;
  return failureOf(method, channel, error, at);
}

/** Asks once and keeps the answer; a failure is not kept. */
function kept<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () =>
    (answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    }));
}

const ignore = () => {};

/** Without one the client writes to the console, and whole messages at that. */
const SILENT: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  setLevel: ignore,
  getLevel: () => LogLevel.ERROR,
  setName: ignore,
};
