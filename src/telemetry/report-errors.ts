/** Own errors, to Sentry. Loaded only when a DSN is set. */
import { defaultStackParser, makeNodeTransport, NodeClient, Scope } from "@sentry/node";

import { SentinelError } from "../errors.ts";
import { scrubEvent } from "./scrub-event.ts";

export type ErrorReports = {
  report: (error: Error) => void;
  /** Waits until what was reported has left, two seconds at most. */
  close: () => Promise<void>;
};

export type ReportOptions = {
  dsn: string;
  /** Version of Sentinel. */
  release: string;
  /** Folder that paths in stacks are told from. */
  root: string;
};

const CLOSE_MS = 2_000;

/**
 * A client of its own, with none of the SDK's integrations: they patch http and console and collect requests and
 * breadcrumbs, in which our sources' texts are. Nothing global is touched.
 */
export function openErrorReports({ dsn, release, root }: ReportOptions): ErrorReports {
  const client = new NodeClient({
    dsn,
    release: `sentinel@${release}`,
    integrations: [],
    transport: makeNodeTransport,
    stackParser: defaultStackParser,
    sendClientReports: false,
    maxBreadcrumbs: 0,
    beforeSend: (event) => scrubEvent(event, root),
  });
  client.init();
  return {
    report(error) {
      const scope = new Scope();
      scope.setTags({
        code: error instanceof SentinelError ? error.code : "internal",
        causes: causesOf(error),
      });
      client.captureException(error, undefined, scope);
    },
    close: async () => void (await client.close(CLOSE_MS)),
  };
}

/** Kinds of the errors behind it, such as `UpstreamError < TypeError`. */
function causesOf(error: Error): string {
  const names: string[] = [];
  for (let { cause } = error; cause instanceof Error && names.length < 5; { cause } = cause) {
    names.push(/^\w{1,60}$/.test(cause.name) ? cause.name : "Error");
  }
  return names.join(" < ") || "none";
}
