import { z } from "zod";

import { signPush, SIGNATURE_HEADER } from "../agents/sign-push.ts";
import type { Environment } from "../environment.ts";
import { keepSecret } from "../secrets/known.ts";
import { retryAfter } from "../sync/http/rate-limits.ts";
import { DeliveryError } from "./delivery-error.ts";
import { guardedPost } from "./guarded-post.ts";
import type { Handler } from "./handler.ts";

/** A stored letter is ours, but a database may be restored from anywhere. */
const Payload = z.object({
  url: z.url({ protocol: /^https?$/ }),
  /** Name of the variable that holds the signing secret. */
  secret: z.string().min(1),
  body: z.json(),
});

export type WebhookOptions = {
  environment: Environment;
  /** Addresses in the settings now: nothing else is ever called, whatever the letter says. */
  targets: () => { url: string; secret: string }[];
  timeout_ms?: number;
};

/**
 * POSTs `body` as JSON to a receiver that the settings name, signed in `sentinel-signature`; `idempotency-key` is the
 * same on every try. 2xx is an acceptance. 408, 425, 429 and 5xx are tried again, Retry-After obeyed; any other answer is a
 * refusal, a redirect too: following one would carry a signed body to an address that nobody chose.
 */
export function webhookHandler({ environment, targets, timeout_ms = 15_000 }: WebhookOptions): Handler {
  return async (payload, { key }, at) => {
    const parsed = Payload.safeParse(payload);
    if (!parsed.success) throw refused("the stored letter names no address, secret and body");
    const { url, secret: variable, body } = parsed.data;
    if (!targets().some((target) => target.url === url && target.secret === variable)) {
      throw refused("the settings no longer name this receiver", "put it back into agents.push, then replay");
    }
    const secret = environment(variable);
    if (secret === undefined) {
      throw new DeliveryError(`${variable} is not set, so the letter cannot be signed`, {
        hint: `set ${variable}`,
      });
    }
    keepSecret(secret);
    const text = JSON.stringify(body);
    const { status, headers } = await guardedPost(url, {
      body: text,
      headers: {
        "content-type": "application/json",
        "user-agent": "sentinel",
        "idempotency-key": key,
        [SIGNATURE_HEADER]: signPush(secret, text, at),
      },
      timeout_ms,
    });
    if (status >= 200 && status < 300) return { status };
    const message = `${new URL(url).host} answered ${status}`;
    if (status < 500 && ![408, 425, 429].includes(status)) throw refused(message);
    throw new DeliveryError(message, { retry_after_ms: retryAfter(headers, at) });
  };
}

const refused = (message: string, hint?: string) =>
  new DeliveryError(message, { permanent: true, ...(hint !== undefined && { hint }) });
