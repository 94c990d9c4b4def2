import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createInterface } from "node:readline";

import { messageOf, SentinelError } from "../errors.ts";

export type Item = { value: unknown; line: number };
export type BadLine = { file: string; line: number; reason: string };

/**
 * The items of an NDJSON file or of one JSON array, one after the other; a broken NDJSON line goes to `bad`, and
 * reading goes on. Throws `invalid` for a file that cannot be read or an array that is broken anywhere: an array
 * has no line to skip.
 */
export async function* readItems(file: string, bad: (line: BadLine) => void): AsyncGenerator<Item> {
  if (await startsWithBracket(file)) return yield* readArray(file);
  const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Infinity });
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() === "") continue;
    try {
      yield { value: JSON.parse(line === 1 ? text.replace(/^\uFEFF/, "") : text) as unknown, line };
    } catch (error) {
      bad({ file, line, reason: messageOf(error) });
    }
  }
}

async function startsWithBracket(file: string): Promise<boolean> {
  try {
    const handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    await handle.close();
    return /^\uFEFF?\s*\[/.test(buffer.subarray(0, bytesRead).toString("utf8"));
  } catch (error) {
    throw new SentinelError("invalid", `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function* readArray(file: string): AsyncGenerator<Item> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file)) chunks.push(chunk as Buffer);
  let items: unknown;
  try {
    items = JSON.parse(
      Buffer.concat(chunks)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch (error) {
    throw new SentinelError("invalid", `${file}: ${messageOf(error)}`, {
      cause: error,
      hint: "the file starts with [ and so must be one JSON array",
    });
  }
  if (!Array.isArray(items)) throw new SentinelError("invalid", `${file} is not a JSON array`);
  let line = 0;
  for (const value of items as unknown[]) yield { value, line: (line += 1) };
}
