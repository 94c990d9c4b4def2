import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { replaceFile } from "./durable.ts";
import { FILES, type Manifest } from "./manifest.ts";

/** `kept`: there is a settings file already, and it differs from the one in the backup; `none`: the backup has none. */
export type SettingsOutcome = "restored" | "same" | "kept" | "none";

/** Puts the settings back where there are none. A file that is there is its owner's, mostly kept in version control. */
export function restoreSettings(manifest: Manifest, folder: string, path: string): SettingsOutcome {
  if (!(FILES.settings in manifest.files)) return "none";
  const stored = join(folder, FILES.settings);
  if (existsSync(path)) return readFileSync(stored).equals(readFileSync(path)) ? "same" : "kept";
  replaceFile(stored, path, `${path}.restoring-${process.pid}`);
  return "restored";
}
