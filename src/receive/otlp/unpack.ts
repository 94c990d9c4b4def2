import { gunzip } from "node:zlib";

import { SentinelError } from "../../errors.ts";

/** A body without its packing. Stops as soon as it has more than `limit` bytes. Throws `too_large`, `usage` for no gzip. */
export async function unpack(body: Buffer, gzip: boolean, limit: number): Promise<Buffer> {
  if (!gzip) return body;
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: limit }, (error, unpacked) => {
      if (error === null) resolve(unpacked);
      else if ("code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
        reject(new SentinelError("too_large", `a request has ${limit} bytes unpacked at most`));
      } else reject(new SentinelError("usage", `the body is not gzip: ${error.message}`, { cause: error }));
    });
  });
}
