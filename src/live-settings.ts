import { resolve } from "node:path";

import type { Logger } from "pino";

import type { Environment } from "./environment.ts";
import type { Settings } from "./settings.ts";
import {
  fixedSettings,
  loadSettings,
  watchSettings,
  type FixedSetting,
  type SettingsRules,
} from "./settings-file.ts";
import { etagOf, textOf, writeLimits, type LimitEdit } from "./write-limits.ts";

export type LiveSettings = {
  path: string;
  /** Those in force. */
  readonly current: Settings;
  /** Why the file's own content is not in force; undefined when it is. */
  readonly problem: string | undefined;
  /** Names the file's text as it is now, for those who want to change it. */
  readonly etag: string;
  /** What the environment has, whatever the file says. */
  readonly fixed: FixedSetting[];
  /** Writes other limits into the file and puts them into force. Throws as `writeLimits`. */
  change: (edit: LimitEdit) => void;
  /**
   * Puts every change of the file into force, for a process that stays, and then tells what was before; ends with the
   * function answered.
   */
  follow: (changed?: (before: Settings) => void) => () => void;
};

export type OpenSettings = {
  path: string;
  rules: SettingsRules;
  last_good: string;
  environment: Environment;
  log: Logger;
};

/** The settings of one process, read once and again when it asks to follow them. */
export function openSettings({ path, rules, last_good, environment, log }: OpenSettings): LiveSettings {
  const load = () => loadSettings(path, last_good, environment, rules);
  let loaded = load();
  if (loaded.problem !== undefined) log.warn(loaded.problem);
  return {
    path: resolve(path),
    get current() {
      return loaded.settings;
    },
    get problem() {
      return loaded.problem;
    },
    get etag() {
      return etagOf(textOf(path));
    },
    fixed: fixedSettings(environment),
    change(edit) {
      writeLimits(resolve(path), rules.detectors, edit);
      loaded = load();
    },
    follow: (changed = () => undefined) =>
      watchSettings(load, resolve(path), (again) => {
        const before = loaded.settings;
        loaded = again;
        if (loaded.problem === undefined) log.info("settings were read again");
        else log.error(loaded.problem);
        changed(before);
      }),
  };
}
