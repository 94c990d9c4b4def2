import { accessSync, constants, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { messageOf, SentinelError } from "./errors.ts";

/** Where one Sentinel keeps everything: the lake, which can be rebuilt, and the state, which cannot. */
export type Home = {
  path: string;
  lake: string;
  state: string;
  last_good_settings: string;
  holder: string;
  /** What OTLP senders were told is stored and is not in the lake yet. */
  intake: string;
  /** Heads of the audit chain, outside of the database whose end might be cut. */
  audit_anchor: string;
};

/**
 * Paths of a home; the folder is made when absent, readable by its owner only: it holds production text. Throws
 * `invalid` when it is no folder or may not be written: even a question writes there.
 */
export function openHome(path: string): Home {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new SentinelError("invalid", `the home ${folder} cannot be used: ${messageOf(error)}`, {
      cause: error,
      hint: "SENTINEL_HOME or --home must name a folder that you may write, or one that can be made",
    });
  }
  return {
    path: folder,
    lake: join(folder, "lake.duckdb"),
    state: join(folder, "state.sqlite"),
    last_good_settings: join(folder, "settings.last-good.json"),
    holder: join(folder, "holder.json"),
    intake: join(folder, "intake"),
    audit_anchor: join(folder, "audit.anchor"),
  };
}
