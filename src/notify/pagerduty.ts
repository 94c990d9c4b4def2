/** PagerDuty's Events API v2. */
import { z } from "zod";

import type { Environment } from "../environment.ts";
import { messageOf } from "../errors.ts";
import { DeliveryError } from "../outbox/delivery-error.ts";
import type { Handler } from "../outbox/handler.ts";
import { keepSecret } from "../secrets/known.ts";
import { retryAfter } from "../sync/http/rate-limits.ts";

const Event = z.looseObject({
  event_action: z.enum(["trigger", "acknowledge", "resolve"]),
  dedup_key: z.string().min(1).max(255),
});
const Accepted = z.object({ dedup_key: z.string() });

const TIMEOUT_MS = 15_000;

/**
 * Sends one event. Upstream: POST /v2/enqueue, which answers 202; sent twice it stays one alert, by `dedup_key`. 429, 408 and 5xx are
 * tried again, any other answer is final. PAGERDUTY_ROUTING_KEY; undefined without it.
 */
export function pagerdutyHandler(environment: Environment): Handler | undefined {
  const routing_key = environment("PAGERDUTY_ROUTING_KEY");
  if (routing_key === undefined) return undefined;
  keepSecret(routing_key);
  const base = (environment("PAGERDUTY_EVENTS_URL") ?? "https://events.pagerduty.com").replace(/\/+$/, "");
  return async (payload, _letter, at) => {
    const event = Event.parse(payload);
    const response = await post(`${base}/v2/enqueue`, { ...event, client: "Sentinel", routing_key });
    const text = await response.text();
    if (response.status === 202 || response.status === 200)
      return { dedup_key: Accepted.safeParse(parsed(text)).data?.dedup_key ?? event.dedup_key };
    const message = `PagerDuty answered ${response.status}: ${text.slice(0, 200)}`;
    const again = response.status >= 500 || [408, 429].includes(response.status);
    throw new DeliveryError(message, {
      permanent: !again,
      retry_after_ms: again ? retryAfter(response.headers, at) : undefined,
      ...(response.status === 400 && {
        hint: "check PAGERDUTY_ROUTING_KEY: it is the key of an Events API v2 integration",
      }),
    });
  };
}

async function post(url: string, body: unknown): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "sentinel" },
      body: JSON.stringify(body),
      // Following a redirect would hand the routing key to an address that nobody chose.
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new DeliveryError(`PagerDuty could not be reached: ${messageOf(error)}`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
