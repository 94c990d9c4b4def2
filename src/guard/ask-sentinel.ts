import type { KillOrder } from "./loop-killed.ts";

export type Asking = { url: string; key: string | undefined };

/**
 * GET /api/agents/{trace_id}/order, waiting up to `wait_s` for an order at the server. undefined: go on.
 * Throws when there is no usable answer. Only the trace id is sent.
 */
export async function askOrder(
  { url, key }: Asking,
  traceId: string,
  { wait_s, signal }: { wait_s: number; signal: AbortSignal },
): Promise<KillOrder | undefined> {
  const wait = wait_s > 0 ? `?wait=${wait_s}` : "";
  const response = await fetch(`${orderUrl(url, traceId)}${wait}`, {
    headers: headersFor(key),
    // A key must not follow a redirect to somewhere else.
    redirect: "error",
    signal,
  });
  const body = (await response.json().catch(() => undefined)) as Partial<
    KillOrder & { order: string }
  > | null;
  if (!response.ok) throw new Error(`answered ${response.status}`);
  if (body?.order === "none") return undefined;
  if (body?.order !== "kill") throw new Error("gave no answer that a guard understands");
  const { approval_id = "", reason = "", method = "", ordered_at = "" } = body;
  return { approval_id, reason, method, ordered_at };
}

/** POST /api/agents/{trace_id}/order: what the agent did about the order. */
export async function tellAnswer(
  { url, key }: Asking,
  traceId: string,
  body: { approval_id: string; answer: "killed" | "finished" | "refused" },
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(orderUrl(url, traceId), {
    method: "POST",
    headers: { ...headersFor(key), "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "error",
    signal,
  });
  if (!response.ok) throw new Error(`answered ${response.status}`);
}

function orderUrl(url: string, traceId: string): string {
  return `${url.replace(/\/+$/, "")}/api/agents/${encodeURIComponent(traceId)}/order`;
}

function headersFor(key: string | undefined): Record<string, string> {
  return { accept: "application/json", ...(key !== undefined && { authorization: `Bearer ${key}` }) };
}
