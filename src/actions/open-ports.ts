import { z } from "zod";

import type { Environment } from "../environment.ts";
import { SentinelError } from "../errors.ts";
import type { Settings } from "../settings.ts";
import type { State } from "../state/open.ts";
import { reading } from "./github/call.ts";
import { writingClient } from "./github/client.ts";
import { type AskLake, type LangfusePlace, lastStepAt } from "./last-step.ts";
import type { ActionPorts, GithubSelf } from "./ports.ts";

export type OpenActionPorts = {
  environment: Environment;
  settings: () => Settings;
  state: State;
  /** Connections that are ready, of every source. */
  connections: () => { name: string; source: { name: string }; config: Record<string, string> }[];
  /** One SELECT over the lake. */
  ask: AskLake;
  now: () => Date;
  /** Longest time of one call outside. */
  call_ms?: number;
};

const User = z.object({ login: z.string(), id: z.number() });

/** The outside world from the environment: GITHUB_API_URL, GITHUB_TOKEN, SLACK_BOT_TOKEN, SLACK_INCIDENTS_CHANNEL. */
export function openActionPorts(options: OpenActionPorts): ActionPorts {
  const { environment, settings, state, now, call_ms } = options;
  const slack = environment("SLACK_BOT_TOKEN") !== undefined;
  const github = once(() => {
    const token = environment("GITHUB_TOKEN");
    if (token === undefined) {
      throw new SentinelError("invalid", "GITHUB_TOKEN is not set, so nothing can be done at GitHub", {
        hint: "set it to a token that may write issues and pull requests",
      });
    }
    const api_url = environment("GITHUB_API_URL") ?? "https://api.github.com";
    return writingClient({ api_url, token, ...(call_ms !== undefined && { call_ms }) });
  });
  let self: GithubSelf | undefined;
  const langfuse = (connection: string): LangfusePlace | undefined => {
    const found = options
      .connections()
      .find(({ name, source }) => name === connection && source.name === "langfuse");
    const { base_url, public_key, secret_key } = found?.config ?? {};
    if (base_url === undefined || public_key === undefined || secret_key === undefined) return undefined;
    return { base_url, public_key, secret_key };
  };
  return {
    github,
    github_self: async () =>
      (self ??= await reading("say whose the token is", User, () => github().rest.users.getAuthenticated())),
    state,
    last_step_at: (connection, trace_id) =>
      lastStepAt({ langfuse: langfuse(connection), ask: options.ask, call_ms }, connection, trace_id),
    settings,
    incidents_channel: slack ? environment("SLACK_INCIDENTS_CHANNEL") : undefined,
    now,
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
