import type { HttpBindings } from "@hono/node-server";

import type { Denials } from "../access/denials.ts";
import type { Identity } from "../access/identify.ts";
import type { Jobs } from "../jobs/jobs.ts";
import type { Sentinel } from "../main.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { AfterAnswer } from "../slack/after-answer.ts";

/** What routes and middleware work with. */
export type ApiContext = {
  sentinel: Sentinel;
  jobs: Jobs;
  metrics: Metrics;
  denials: Denials;
  /** Work that an answer does not wait for. */
  after: AfterAnswer;
  /** Aborted when the server stops: whoever waits on purpose stops waiting. */
  stopping: AbortSignal;
};

/** `Bindings` are absent when a request is made within the process, as tests do. */
export type ApiEnv = {
  Bindings: Partial<HttpBindings>;
  Variables: {
    request_id: string;
    /** The route as it is defined: `/api/incidents/{id}`; `web file` and `web page` are the page's; else `unmatched`. */
    route: string;
    /** Undefined on public routes that nobody signed in to. */
    identity: Identity | undefined;
  };
};
