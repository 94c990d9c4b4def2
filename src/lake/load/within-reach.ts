import { copyFile, link, mkdir, realpath, rm, stat } from "node:fs/promises";
import { extname, join } from "node:path";

import type { Writer } from "../writer.ts";

/** A folder that the lake's instance may read, and the given files by the names that they have there, in their order. */
export type Reach = { folder: string; files: string[] };

/**
 * Calls `work` while files can be read by the lake's instance, which may touch nothing but its own file and the folder for
 * what does not fit into memory. There they get a second name, or a copy where that cannot be. Only `load` puts anything
 * there, one load at a time, and takes it away at its end; the guard keeps statements of strangers from reading files wherever
 * they are. Answers undefined when one is no plain file that can be read.
 */
export async function withinReach<Result>(
  writer: Writer,
  given: string[],
  work: (reach: Reach) => Promise<Result>,
): Promise<Result | undefined> {
  const [setting] = await writer.rows<{ folder: string }>(
    "select current_setting('temp_directory') as folder",
  );
  if (setting === undefined) return undefined;
  const folder = join(setting.folder, "import");
  try {
    // What a process left there that ended in the middle.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const files = await placed(folder, given);
    return files === undefined ? undefined : await work({ folder, files });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function placed(folder: string, given: string[]): Promise<string[] | undefined> {
  const files: string[] = [];
  try {
    for (const [number, file] of given.entries()) {
      const real = await realpath(file);
      if (!(await stat(real)).isFile()) return undefined;
      // The ending says whether it is packed.
      const name = join(folder, `${number}${extname(file)}`);
      await link(real, name).catch(() => copyFile(real, name));
      files.push(name);
    }
    return files;
  } catch {
    return undefined;
  }
}
