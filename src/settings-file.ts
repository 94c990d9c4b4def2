import { existsSync, readFileSync, watch, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";

import { z } from "zod";

import type { Environment } from "./environment.ts";
import { messageOf, SentinelError } from "./errors.ts";
import { didYouMean } from "./nearest.ts";
import { OVERRIDES, Settings } from "./settings.ts";

export type LoadedSettings = {
  settings: Settings;
  /** Why the file's own content is not in force; undefined when it is. */
  problem: string | undefined;
};

export type SettingsRules = {
  /** Whose limits the file may set; every name under `detectors` must be one of theirs. */
  detectors: { id: string; limits: z.ZodObject }[];
  /** True when a person named the file: then it must be there. */
  required?: boolean;
};

/**
 * Reads settings.json. A file that cannot be used never stops Sentinel: the last good settings (kept in the home)
 * stay in force, else the defaults, and `problem` says which and why.
 */
export function loadSettings(
  path: string,
  lastGood: string,
  environment: Environment,
  { detectors, required = false }: SettingsRules,
): LoadedSettings {
  const overrides = readOverrides(environment);
  try {
    const text = required || existsSync(path) ? readFileSync(path, "utf8") : "{}";
    const settings = parseSettings(text, detectors);
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

/** The settings that a file's text means. Throws `invalid` for what is no setting, no detector or no limit. */
export function parseSettings(text: string, detectors: SettingsRules["detectors"]): Settings {
  const settings = parse(text);
  checkLimits(settings, detectors);
  return settings;
}

/** A setting that the environment has, by its path: the file's own value is not in force. */
export type FixedSetting = { path: string; variable: string };

export const fixedSettings = (environment: Environment): FixedSetting[] =>
  OVERRIDES.filter(({ variable }) => environment(variable) !== undefined).map(({ path, variable }) => ({
    path,
    variable,
  }));

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

function checkLimits(settings: Settings, detectors: SettingsRules["detectors"]): void {
  for (const [id, limits] of Object.entries(settings.detectors)) {
    const detector = detectors.find((candidate) => candidate.id === id);
    if (detector === undefined) {
      const ids = detectors.map((known) => known.id);
      const near = didYouMean(id, ids, `there are ${ids.join(", ")}`);
      throw new SentinelError("invalid", `detectors names ${id}, which is none; ${near}`);
    }
    const parsed = detector.limits.strict().safeParse(limits);
    if (parsed.success) continue;
    const words = z.prettifyError(parsed.error).replaceAll("\n", " ");
    const known = Object.keys(detector.limits.shape);
    const odd = Object.keys(limits).find((name) => !known.includes(name));
    const near = odd === undefined ? "" : `; ${didYouMean(odd, known, `it takes ${known.join(", ")}`)}`;
    throw new SentinelError("invalid", `detectors.${id}: ${words}${near}`);
  }
}

type Override = { set: (settings: Settings, value: number) => void; value: number };

/** Throws `usage` for a value that is not a number: a wrong variable is the caller's, not the file's. */
function readOverrides(environment: Environment): Override[] {
  return OVERRIDES.flatMap(({ variable, set }) => {
    const text = environment(variable);
    if (text === undefined) return [];
    const value = Number(text);
    if (!Number.isFinite(value))
      throw new SentinelError("usage", `${variable} is "${text}", which is not a number`);
    return [{ set, value }];
  });
}

function overridden(settings: Settings, overrides: Override[]): Settings {
  for (const { set, value } of overrides) set(settings, value);
  return settings;
}
