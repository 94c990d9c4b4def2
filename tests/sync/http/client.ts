/** The HTTP of a connection with short waits, and what comes of a request that fails. */
import { UpstreamError } from "../../../src/contracts/upstream-error.ts";
import { keepSecret } from "../../../src/secrets/known.ts";
import { openGate } from "../../../src/sync/gate.ts";
import { createHttp } from "../../../src/sync/http.ts";
import { SyncLimits } from "../../../src/sync/limits.ts";
import { json, type Handler } from "../loopback.ts";

export const SECRET = "sk-lf-0123456789";

const now = () => new Date();

export function client(
  overrides: Partial<SyncLimits> = {},
  concurrency = 4,
  signal = new AbortController().signal,
) {
  const limits = SyncLimits.parse({
    retry_base_ms: 1,
    attempt_ms: 2_000,
    longest_wait_ms: 5_000,
    ...overrides,
  });
  keepSecret(SECRET);
  const gate = openGate({ limits, now, signal });
  const http = createHttp({
    gate,
    limits,
    concurrency,
    now,
    log: () => undefined,
    signal,
  });
  return { http, gate };
}

export async function failure(asked: Promise<unknown>): Promise<UpstreamError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error;
  throw new Error("expected an UpstreamError", { cause: error });
}

export const ok: Handler = (_request, response) => json(response, { rows: [1, 2] });
