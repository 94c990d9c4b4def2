/** The outside world as actions see it: narrow, so that an action can do what it says and nothing else. */
import type { Octokit } from "@octokit/rest";

import type { State } from "../state/open.ts";
import type { Settings } from "../settings.ts";

export type ActionPorts = {
  /** GitHub with write scope. Throws `invalid` naming the variable when no token is set. */
  github: () => Octokit;
  /** The login that GitHub knows the token as: only its own issues and comments are ever edited. */
  github_login: () => Promise<string>;
  /** Kill orders and the outbox live in the state. */
  state: State;
  /** Re-read at the vendor, now: when the trace made its last step; undefined when the trace is unknown there. */
  last_step_at: (connection: string, trace_id: string) => Promise<Date | undefined>;
  settings: () => Pick<Settings, "agents" | "workflows">;
  /** Channel for `notify`; undefined without Slack. */
  incidents_channel: string | undefined;
  now: () => Date;
};
