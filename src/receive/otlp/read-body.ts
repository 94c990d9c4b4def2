import { SentinelError } from "../../errors.ts";

/**
 * The bytes of a body. Stops reading as soon as there are more than `limit`, and when `read`, which is told how many there are
 * by now, throws. Throws `too_large`.
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  limit: number,
  read: (bytes: number) => void,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    read(bytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export const tooLarge = (limit: number): SentinelError =>
  new SentinelError("too_large", `a request has ${limit} bytes at most`, {
    hint: "let the exporter send smaller batches, or raise otlp.body_bytes of settings.json",
  });
