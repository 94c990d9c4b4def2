import type { FileHandle } from "node:fs/promises";

import { lengthOf } from "./record.ts";
import { createSegment, type Position } from "./segments.ts";

type Waiting = {
  record: Buffer[];
  resolve: (position: Position) => void;
  reject: (error: unknown) => void;
};

/** Bytes of one write: more would make the first of a group wait for the last. */
const GROUP_BYTES = 8 * 1_048_576;

/**
 * The log that requests are in before they are acknowledged. Records that arrive while the disk is busy share the next write
 * and its one sync. A write that fails leaves nothing behind and nobody acknowledged.
 */
export class IntakeLog {
  readonly #folder: string;
  readonly #segment_bytes: () => number;
  #file: FileHandle | undefined;
  #segment: number;
  #offset = 0;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  /** `last` is the highest number that a file of the folder has, or ever had. */
  constructor(folder: string, { last, segment_bytes }: { last: number; segment_bytes: () => number }) {
    this.#folder = folder;
    this.#segment = last;
    this.#segment_bytes = segment_bytes;
  }

  /** Resolves, in the order of the calls, when the record is on disk; with the position behind it. */
  append(record: Buffer[]): Promise<Position> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ record, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      try {
        const file = await this.#current();
        const end = await this.#put(file, group);
        this.#offset = end;
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#writing = undefined;
  }

  /** Throws what the disk says; the file is then as it was before, or is written no more. */
  async #put(file: FileHandle, group: Waiting[]): Promise<number> {
    const begin = this.#offset;
    const buffers = group.flatMap(({ record }) => record);
    try {
      const wanted = lengthOf(buffers);
      const { bytesWritten } = await file.writev(buffers);
      if (bytesWritten !== wanted) throw shortWrite(wanted, bytesWritten);
      await file.datasync();
    } catch (error) {
      await this.#undo(file, begin);
      throw error;
    }
    let offset = begin;
    for (const { record, resolve } of group) {
      offset += lengthOf(record);
      resolve({ segment: this.#segment, offset });
    }
    return offset;
  }

  /** What a failed sync wrote is not known: such a file is left behind for good when it cannot be cut. */
  async #undo(file: FileHandle, begin: number): Promise<void> {
    try {
      await file.truncate(begin);
      await file.datasync();
    } catch {
      this.#file = undefined;
      await file.close().catch(() => undefined);
    }
  }

  async #current(): Promise<FileHandle> {
    if (this.#file !== undefined && this.#offset < this.#segment_bytes()) return this.#file;
    const next = await createSegment(this.#folder, this.#segment + 1);
    await this.#file?.close();
    this.#file = next;
    this.#segment += 1;
    this.#offset = 0;
    return next;
  }

  #nextGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { record } of this.#waiting) {
      bytes += lengthOf(record);
      if (count > 0 && bytes > GROUP_BYTES) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}

/** A disk with room for a part writes that part. */
const shortWrite = (wanted: number, written: number) =>
  Object.assign(new Error(`ENOSPC: ${written} of ${wanted} bytes were written`), { code: "ENOSPC" });
