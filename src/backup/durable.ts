/** Files that are still there after a power cut. */
import { closeSync, copyFileSync, fsyncSync, openSync, renameSync } from "node:fs";

/** Waits until the disk has the file, or, for a folder, its names. */
export function syncToDisk(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Puts a copy of `from` at `to`, all of it or nothing; `staged` is a free name in the same folder. */
export function replaceFile(from: string, to: string, staged: string): void {
  copyFileSync(from, staged);
  syncToDisk(staged);
  renameSync(staged, to);
}
