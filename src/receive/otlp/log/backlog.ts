import { open, stat } from "node:fs/promises";

import { receivedAt } from "./record.ts";
import { segmentPath, segmentsIn, type Position } from "./segments.ts";

/** What the log holds beyond a position: bytes, and when the first of it came, milliseconds since 1970. */
export type Backlog = { bytes: number; oldest: number | undefined };

/** Reads sizes and one head; the log may be written meanwhile. */
export async function backlogIn(folder: string, position: Position | undefined): Promise<Backlog> {
  const backlog: Backlog = { bytes: 0, oldest: undefined };
  for (const segment of await segmentsIn(folder)) {
    const from = segment === position?.segment ? position.offset : 0;
    const path = segmentPath(folder, segment);
    const size =
      segment < (position?.segment ?? 0) ? 0 : ((await stat(path).catch(() => undefined))?.size ?? 0);
    if (size <= from) continue;
    backlog.bytes += size - from;
    backlog.oldest ??= await oldestIn(path, from);
  }
  return backlog;
}

async function oldestIn(path: string, at: number): Promise<number | undefined> {
  const file = await open(path, "r").catch(() => undefined);
  try {
    return await file
      ?.read(Buffer.alloc(64), 0, 64, at)
      .then(({ buffer, bytesRead }) => receivedAt(buffer.subarray(0, bytesRead)));
  } finally {
    await file?.close();
  }
}
