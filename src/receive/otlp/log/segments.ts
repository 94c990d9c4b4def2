/** The files of the log: numbered, written one after the other, deleted when all that they hold is in the lake. */
import { open, readdir, rm, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

/** How far a reader of the log has come: everything before it. */
export type Position = { segment: number; offset: number };

const NAME = /^(\d{12})\.log$/;

export const segmentPath = (folder: string, segment: number): string =>
  join(folder, `${String(segment).padStart(12, "0")}.log`);

/** The numbers of the files that are there, in their order. */
export async function segmentsIn(folder: string): Promise<number[]> {
  const numbers = (await readdir(folder)).flatMap((name) => {
    const [, digits] = NAME.exec(name) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
  return numbers.toSorted((one, other) => one - other);
}

/** Makes a file whose name survives a crash too. */
export async function createSegment(folder: string, segment: number): Promise<FileHandle> {
  const file = await open(segmentPath(folder, segment), "a", 0o600);
  const directory = await open(folder, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return file;
}

export async function removeSegmentsBefore(folder: string, segment: number): Promise<void> {
  for (const old of await segmentsIn(folder)) {
    if (old < segment) await rm(segmentPath(folder, old), { force: true });
  }
}

export async function sizeOf(folder: string): Promise<number> {
  const sizes = (await segmentsIn(folder)).map(async (segment) => {
    // One that is gone by now is in the lake.
    const found = await stat(segmentPath(folder, segment)).catch(() => undefined);
    return found?.size ?? 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
