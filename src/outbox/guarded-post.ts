import { request as http } from "node:http";
import { request as https } from "node:https";

import { messageOf } from "../errors.ts";
import { checkedLookup, checkHost } from "./allowed-address.ts";
import { DeliveryError } from "./delivery-error.ts";

export type Post = { headers: Record<string, string>; body: string; timeout_ms: number };

/**
 * POSTs once, to an address that may be called, and answers status and headers; the answer's body is not read, nor is a
 * redirect followed. Throws DeliveryError when no answer came.
 */
export function guardedPost(
  address: string,
  { headers, body, timeout_ms }: Post,
): Promise<{ status: number; headers: Headers }> {
  const url = new URL(address);
  checkHost(url);
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === "https:" ? https : http)(url, {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      lookup: checkedLookup(url),
      signal: AbortSignal.timeout(timeout_ms),
      // A connection kept open would be used again without asking where its name leads now.
      agent: false,
    });
    sent.once("response", (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      response.destroy();
      const { date = "", "retry-after": retry_after = "" } = answered;
      resolve({ status, headers: new Headers({ date, "retry-after": retry_after }) });
    });
    sent.once("error", (error) => {
      if (error instanceof DeliveryError) return reject(error);
      const why =
        error.name === "TimeoutError" || error.name === "AbortError"
          ? "did not answer in time"
          : messageOf(error);
      reject(new DeliveryError(`${url.host}: ${why}`, { cause: error }));
    });
    sent.end(body);
  });
}
