import { createHmac } from "node:crypto";

export const SIGNATURE_HEADER = "sentinel-signature";

/**
 * The value of `sentinel-signature`: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. Receivers check it with
 * `verifyPush` of `sentinel/guard`.
 */
export function signPush(secret: string, body: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}
