/** The outside world as actions see it: narrow, so that an action can do what it says and nothing else. */
import type { Octokit } from "@octokit/rest";

import type { State } from "../state/open.ts";
import type { Settings } from "../settings.ts";

/** Whom GitHub knows the token as: only its own issues, comments and reviews are ever changed. */
export type GithubSelf = { login: string; id: number };

export type ActionPorts = {
  /** GitHub with write scope. Throws `invalid` naming the variable when no token is set. */
  github: () => Octokit;
  github_self: () => Promise<GithubSelf>;
  /** Kill orders and the outbox live in the state. */
  state: State;
  /**
   * When the trace made its last step: re-read at Langfuse now, of other connections what the lake holds. undefined when
   * the trace is unknown there; throws ActionFailure when nobody can say.
   */
  last_step_at: (connection: string, trace_id: string) => Promise<Date | undefined>;
  settings: () => Pick<Settings, "agents" | "workflows">;
  /** Channel for `notify`; undefined without Slack. */
  incidents_channel: string | undefined;
  now: () => Date;
};
