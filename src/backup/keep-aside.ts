import { existsSync, linkSync, mkdirSync, renameSync } from "node:fs";
import { basename, join } from "node:path";

import type { Home } from "../home.ts";
import { syncToDisk } from "./durable.ts";

/**
 * Keeps what a restore replaces in a folder of the home, and answers which; null when there is nothing. The state stays
 * in its place under its second name until the new one takes it: without one, the next start would begin empty.
 */
export function keepAside(home: Home, at: Date): string | null {
  const kept = [home.state, home.audit_anchor].filter((path) => existsSync(path));
  // Left by a database that is damaged: SQLite would play them into the new one.
  const sides = ["-wal", "-shm", "-journal"]
    .map((end) => `${home.state}${end}`)
    .filter((path) => existsSync(path));
  if (kept.length + sides.length === 0) return null;
  const folder = join(home.path, `replaced-${at.toISOString().replaceAll(/[:.]/g, "-")}`);
  mkdirSync(folder, { mode: 0o700 });
  for (const path of kept) linkSync(path, join(folder, basename(path)));
  for (const path of sides) renameSync(path, join(folder, basename(path)));
  syncToDisk(folder);
  return folder;
}
