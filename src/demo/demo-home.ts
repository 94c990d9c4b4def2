import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { SentinelError } from "../errors.ts";

const MARK = ".sentinel-demo";

/** Whether a demo made this folder. */
export const isDemoHome = (path: string): boolean => existsSync(join(path, MARK));

/**
 * An empty home for the demo. A folder that an earlier demo made is emptied; anything else that holds files is
 * refused with `conflict`, since emptying it might destroy a real state.
 */
export function claimDemoHome(path: string): string {
  const folder = resolve(path);
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  if (entries.length > 0 && !entries.includes(MARK)) {
    throw new SentinelError(
      "conflict",
      `${folder} is not a demo home: it holds ${entries.slice(0, 3).join(", ")}`,
      {
        hint: "give the demo a folder of its own with --home",
      },
    );
  }
  for (const entry of entries) rmSync(join(folder, entry), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, MARK), "A demo made this folder and the next demo empties it.\n");
  return folder;
}
