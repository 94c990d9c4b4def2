/** The limits of detectors in settings.json, changed in place: all or nothing, and never over somebody's other change. */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, realpathSync } from "node:fs";
import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";

import { z } from "zod";

import { withChanges, type LimitChanges } from "./detect/limit-changes.ts";
import { messageOf, SentinelError } from "./errors.ts";
import { parseSettings, type SettingsRules } from "./settings-file.ts";

export type LimitEdit = {
  /** Of the text that the change was made from. */
  etag: string;
  changes: LimitChanges;
};

const NEW_FILE_MODE = 0o644;
const Content = z.looseObject({
  detectors: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** The text of a settings file; empty where there is none yet. */
export const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

export const etagOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Writes the changed limits; the rest of the file keeps its values and their order. Throws `conflict` when the file was
 * changed since, is broken or may not be written, and `invalid` for a limit that its detector does not take.
 */
export function writeLimits(
  path: string,
  detectors: SettingsRules["detectors"],
  { etag, changes }: LimitEdit,
): void {
  const text = textOf(path);
  if (etagOf(text) !== etag) {
    throw new SentinelError("conflict", "settings.json was changed meanwhile", {
      hint: "look at the limits as they are now, and change them again",
    });
  }
  const content = contentOf(text);
  const changed = { ...content, detectors: withChanges(content.detectors ?? {}, changes) };
  const after = `${JSON.stringify(changed, null, 2)}\n`;
  parseSettings(after, detectors);
  replace(path, after);
}

function contentOf(text: string): z.infer<typeof Content> {
  try {
    return Content.parse(text === "" ? {} : JSON.parse(text));
  } catch (cause) {
    throw new SentinelError("conflict", `settings.json cannot be read: ${messageOf(cause)}`, {
      cause,
      hint: "correct the file first; the last good settings are in force meanwhile",
    });
  }
}

/** Whoever reads meanwhile sees the old file or the new one, and a crash leaves one of the two. */
function replace(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const aside = `${target}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    const file = openSync(aside, "wx", existsSync(target) ? statSync(target).mode : NEW_FILE_MODE);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(aside, target);
  } catch (cause) {
    rmSync(aside, { force: true });
    throw new SentinelError("conflict", `settings.json could not be written: ${messageOf(cause)}`, {
      cause,
      hint: "let the server's user write there, or edit the file by hand",
    });
  }
}
