import { createHash } from "node:crypto";

import type { Letter } from "../outbox/enqueue.ts";
import type { KillOrderRow } from "../state/rows/gate.ts";
import { killOrder } from "./order.ts";

/** `secret` names the variable that holds the signing secret. */
export type PushTarget = { url: string; secret: string };

/**
 * The webhook that carries an order to where agents are controlled. It is signed when it is sent (sign-push.ts); its
 * body is `{event: "order.kill", trace_id, order, reason, method, ordered_at, approval_id}`.
 */
export function pushLetter(order: KillOrderRow, { url, secret }: PushTarget, at: Date): Letter {
  const place = createHash("sha256").update(url).digest("hex").slice(0, 12);
  return {
    channel: "webhook",
    key: `order:${order.approval_id}:${order.trace_id}:${place}`,
    payload: { url, secret, body: { event: "order.kill", ...killOrder(order) } },
    cause: order.approval_id,
    at,
  };
}
