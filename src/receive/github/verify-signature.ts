import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether GitHub signed these bytes with our secret: `X-Hub-Signature-256` is `sha256=` and the HMAC-SHA256 of the body
 * as it came. The same work is done without a signature as with a wrong one. It proves origin, not uniqueness, and does
 * not cover the headers. Upstream: docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries.
 */
export function verifySignature(signature: string | undefined, body: Uint8Array, secret: string): boolean {
  const [, hex] = /^sha256=([0-9a-f]{64})$/.exec(signature ?? "") ?? [];
  const expected = createHmac("sha256", secret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(hex ?? "0".repeat(64), "hex")) && hex !== undefined;
}
