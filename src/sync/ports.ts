import type { Logger } from "pino";

import type { SourcePorts } from "../contracts/source.ts";
import { keepSecret } from "../secrets/known.ts";
import { redact } from "../secrets/redact.ts";
import { openGate } from "./gate.ts";
import { createHttp } from "./http.ts";
import type { SyncLimits } from "./limits.ts";
import type { SyncConnection } from "./sync-connection.ts";

export type PortsOptions = {
  limits: SyncLimits;
  now: () => Date;
  log: Logger;
  signal?: AbortSignal;
  /** Told when a rate limit pauses the connection, with the end of the pause. */
  on_pause?: (until: Date) => void;
};

/** The outside world for one connection, as its source sees it: for a check without a sync. */
export const portsFor = (connection: SyncConnection, options: PortsOptions): SourcePorts =>
  openPorts(connection, options).ports;

/** The same with what the engine needs beside: one gate and one budget. */
export function openPorts(
  { source, name, config }: SyncConnection,
  options: PortsOptions,
): { ports: SourcePorts; requests_left: () => number } {
  const { limits, now, on_pause, signal = new AbortController().signal } = options;
  for (const { secret, field } of source.credentials) if (secret) keepSecret(config[field]);
  const gate = openGate({ limits, now, signal, on_pause });
  const logger = options.log.child({ source: source.name, connection: name });
  const log: SourcePorts["log"] = (level, message, fields) => logger[level](fields ?? {}, redact(message));
  const concurrency = limits.page_concurrency ?? source.concurrency;
  const http = createHttp({ gate, limits, concurrency, now, log, signal });
  const { attempt_ms, longest_wait_ms, retries, retry_base_ms } = limits;
  const ports: SourcePorts = {
    http,
    now,
    log,
    admit: async () => void (await gate.admit(0)),
    signal,
    limits: { attempt_ms, longest_wait_ms, retries, retry_base_ms },
  };
  return { ports, requests_left: () => limits.request_budget - gate.requests() };
}
