import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where one Sentinel keeps everything: the lake, which can be rebuilt, and the state, which cannot. */
export type Home = { path: string; lake: string; state: string; last_good_settings: string; holder: string };

/** Paths of a home; the folder is made when absent, readable by its owner only: it holds production text. */
export function openHome(path: string): Home {
  const folder = resolve(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    path: folder,
    lake: join(folder, "lake.duckdb"),
    state: join(folder, "state.sqlite"),
    last_good_settings: join(folder, "settings.last-good.json"),
    holder: join(folder, "holder.json"),
  };
}
