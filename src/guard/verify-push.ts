import { createHmac, timingSafeEqual } from "node:crypto";

export type PushCheck = {
  secret: string;
  /** The body exactly as it came, before any parsing. */
  body: string;
  /** The header `sentinel-signature`; undefined when there is none. */
  signature: string | undefined;
  /** How old, or how far ahead, it may be. Default 300 seconds. */
  tolerance_s?: number;
  now?: Date;
};

/**
 * For receivers of pushed orders: whether Sentinel signed exactly this body, lately. The same push may come more than
 * once; `approval_id` and `trace_id` name it.
 */
export function verifyPush({
  secret,
  body,
  signature,
  tolerance_s = 300,
  now = new Date(),
}: PushCheck): boolean {
  const [, t = "", given = ""] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature ?? "") ?? [];
  if (given === "" || Math.abs(now.getTime() / 1000 - Number(t)) > tolerance_s) return false;
  const right = createHmac("sha256", secret).update(`${t}.${body}`).digest();
  return timingSafeEqual(right, Buffer.from(given, "hex"));
}
