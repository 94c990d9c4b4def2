import { createHmac, timingSafeEqual } from "node:crypto";

/** How far Slack's clock and ours may differ, either way, before a request is stale. */
export const WINDOW_S = 300;

export type SignedRequest = {
  /** `X-Slack-Request-Timestamp` and `X-Slack-Signature`; of a doubled header Node joins the values with commas. */
  timestamp: string | undefined;
  signature: string | undefined;
  /** As it came: parsing and writing it again need not give the same bytes. */
  body: Uint8Array;
};

/**
 * Whether Slack signed these bytes with our secret, within the window: `v0=` and the HMAC-SHA256 of
 * `v0:timestamp:body`. The same work is done for a request without a signature as for one with a wrong one. It proves
 * origin, not uniqueness (see claimOnce). Upstream: docs.slack.dev/authentication/verifying-requests-from-slack.
 */
export function verifySignature(request: SignedRequest, secret: string, now: Date): boolean {
  // One value of exactly this form: a doubled header has a comma in it.
  const [timestamp] = /^\d{1,12}$/.exec(request.timestamp ?? "") ?? [];
  const [, hex] = /^v0=([0-9a-f]{64})$/.exec(request.signature ?? "") ?? [];
  const expected = createHmac("sha256", secret)
    .update(`v0:${timestamp ?? ""}:`)
    .update(request.body)
    .digest();
  const equal = timingSafeEqual(expected, Buffer.from(hex ?? "0".repeat(64), "hex"));
  const age_s = Math.abs(Math.floor(now.getTime() / 1000) - Number(timestamp));
  return equal && hex !== undefined && timestamp !== undefined && age_s <= WINDOW_S;
}
