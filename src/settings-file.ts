import { existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";

import { z } from "zod";

import type { Environment } from "./environment.ts";
import { messageOf, SentinelError } from "./errors.ts";
import { OVERRIDES, Settings } from "./settings.ts";

export type LoadedSettings = {
  settings: Settings;
  /** Why the file's own content is not in force; undefined when it is. */
  problem: string | undefined;
};

/**
 * Reads settings.json. A file that cannot be used never stops Sentinel: the last good settings (kept in the home)
 * stay in force, else the defaults, and `problem` says which and why.
 */
export function loadSettings(path: string, lastGood: string, environment: Environment): LoadedSettings {
  const overrides = readOverrides(environment);
  try {
    const text = existsSync(path) ? readFileSync(path, "utf8") : "{}";
    const settings = parse(text);
    writeFileSync(lastGood, text);
    return { settings: overridden(settings, overrides), problem: undefined };
  } catch (error) {
    const reason = `${path}: ${messageOf(error)}`;
    const fallback = previous(lastGood);
    return fallback === undefined
      ? {
          settings: overridden(parse("{}"), overrides),
          problem: `${reason}; the built-in defaults are in force`,
        }
      : {
          settings: overridden(fallback, overrides),
          problem: `${reason}; the last good settings stay in force`,
        };
  }
}

/** Calls back with the settings after each change of the file, until the returned function is called. */
export function watchSettings(
  load: () => LoadedSettings,
  path: string,
  changed: (loaded: LoadedSettings) => void,
) {
  // The folder is watched, not the file: editors replace a file by renaming, which ends a watch on it.
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(dirname(path), (_event, name) => {
    if (name !== basename(path)) return;
    clearTimeout(timer);
    // One save is several events, the first of them on a file that is still empty.
    timer = setTimeout(() => changed(load()), 100);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}

function previous(lastGood: string): Settings | undefined {
  try {
    return parse(readFileSync(lastGood, "utf8"));
  } catch {
    return undefined;
  }
}

function parse(text: string): Settings {
  const parsed = Settings.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new SentinelError("invalid", z.prettifyError(parsed.error).replaceAll("\n", " "));
}

type Override = { detector: string; limit: string; value: number };

/** Throws `usage` for a value that is not a number: a wrong variable is the caller's, not the file's. */
function readOverrides(environment: Environment): Override[] {
  return OVERRIDES.flatMap(({ variable, detector, limit }) => {
    const text = environment(variable);
    if (text === undefined) return [];
    const value = Number(text);
    if (!Number.isFinite(value))
      throw new SentinelError("usage", `${variable} is "${text}", which is not a number`);
    return [{ detector, limit, value }];
  });
}

function overridden(settings: Settings, overrides: Override[]): Settings {
  for (const { detector, limit, value } of overrides) {
    settings.detectors[detector] = { ...settings.detectors[detector], [limit]: value };
  }
  return settings;
}
