/** What Sentinel tells others about itself: nothing, unless the operator asked for it. */
import type { Environment } from "../environment.ts";
import { SentinelError } from "../errors.ts";
import type { ModelUse } from "../investigate/model-use.ts";
import type { CallTraces } from "./trace-calls.ts";
import type { ErrorReports } from "./report-errors.ts";

export type TelemetryOptions = {
  environment: Environment;
  /** Whether own model calls are to be traced now; settings may change. */
  trace: () => boolean;
  /** Version of Sentinel. */
  release: string;
  /** Folder that paths in stacks are told from. */
  root: string;
};

export type Telemetry = {
  /** Reports a failure of our own, once; what a vendor, a caller or a full disk did wrong is none. */
  error: (error: unknown) => void;
  used: (use: ModelUse) => void;
  close: () => Promise<void>;
};

/** The SDKs are loaded at the first error or call, and not at all without a DSN or a Langfuse connection. */
export function openTelemetry({ environment, trace, release, root }: TelemetryOptions): Telemetry {
  const dsn = environment("SENTRY_DSN");
  const public_key = environment("LANGFUSE_PUBLIC_KEY");
  const secret_key = environment("LANGFUSE_SECRET_KEY");
  const base_url = environment("LANGFUSE_BASE_URL") ?? "https://cloud.langfuse.com";
  // A failure may be logged where it happened and again where it ended a request or a job.
  const reported = new WeakSet<Error>();
  let reports: Promise<ErrorReports | undefined> | undefined;
  let traces: Promise<CallTraces | undefined> | undefined;
  // A telemetry that cannot be opened must not become a failure of what it tells about.
  const openReports = async (address: string) =>
    import("./report-errors.ts").then(
      ({ openErrorReports }) => openErrorReports({ dsn: address, release, root }),
      () => undefined,
    );
  const openTraces = async (keys: { public_key: string; secret_key: string }) =>
    import("./trace-calls.ts").then(
      ({ openCallTraces }) => openCallTraces({ ...keys, base_url, release }),
      () => undefined,
    );
  return {
    error(error) {
      if (dsn === undefined || !(error instanceof Error)) return;
      if (error instanceof SentinelError && error.code !== "internal") return;
      if (reported.has(error)) return;
      reported.add(error);
      reports ??= openReports(dsn);
      void tell(reports, (opened) => opened.report(error));
    },
    used(use) {
      if (!trace() || public_key === undefined || secret_key === undefined) return;
      traces ??= openTraces({ public_key, secret_key });
      void tell(traces, (opened) => opened.trace(use));
    },
    async close() {
      await (await reports)?.close();
      await (await traces)?.close().catch(() => undefined);
    },
  };
}

async function tell<T>(opening: Promise<T | undefined>, say: (opened: T) => void): Promise<void> {
  const opened = await opening;
  if (opened !== undefined) say(opened);
}
