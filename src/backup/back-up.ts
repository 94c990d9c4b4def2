import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { anchorAudit } from "../audit/anchor.ts";
import { appendAudit } from "../audit/append.ts";
import { verifyAudit } from "../audit/verify.ts";
import type { Principal } from "../contracts/principal.ts";
import { SentinelError } from "../errors.ts";
import type { Home } from "../home.ts";
import { copyState } from "../state/copy.ts";
import { openState, type State } from "../state/open.ts";
import { syncToDisk } from "./durable.ts";
import { describeFile, FILES, MANIFEST, type Manifest, type StoredFile } from "./manifest.ts";

export type BackUpOptions = {
  home: Home;
  state: State;
  settings_path: string;
  /** New, or empty. */
  folder: string;
  by: Pick<Principal, "name" | "via">;
  now: () => Date;
};

export type BackedUp = Manifest & { folder: string };

/**
 * Copies the state, the settings and the audit anchor into a folder, while everything else goes on. The folder has its
 * name only once it is whole. Throws `conflict` when there is something in it already.
 */
export async function backUp({
  home,
  state,
  settings_path,
  by,
  now,
  ...options
}: BackUpOptions): Promise<BackedUp> {
  const folder = resolve(options.folder);
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new SentinelError("conflict", `${folder} is not empty`, {
      hint: "name a new folder for each backup",
    });
  }
  const at = now();
  const making = `${folder}.partial-${process.pid}`;
  mkdirSync(making, { recursive: true, mode: 0o700 });
  try {
    const manifest = await fill(making, { home, state, settings_path }, at);
    renameSync(making, folder);
    syncToDisk(dirname(folder));
    const data = { entries: manifest.audit.entries, sha256: manifest.files[FILES.state].sha256 };
    await state.write((db) => appendAudit(db, { kind: "state.backed_up", by, subject: "state", data, at }));
    await anchorAudit(state, home.audit_anchor);
    return { ...manifest, folder };
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    throw error;
  }
}

type From = Pick<BackUpOptions, "home" | "state" | "settings_path">;

async function fill(folder: string, { home, settings_path }: From, at: Date): Promise<Manifest> {
  const path = (name: string) => join(folder, name);
  // Before the state: the chain only grows, so the copy of it reaches at least as far as its anchor.
  if (existsSync(home.audit_anchor)) copyFileSync(home.audit_anchor, path(FILES.anchor));
  const schema_version = await copyState(home.state, path(FILES.state));
  const audit = await anchorCopy(path(FILES.state), path(FILES.anchor));
  if (existsSync(settings_path)) copyFileSync(settings_path, path(FILES.settings));
  const files: Record<string, StoredFile> = {};
  for (const name of Object.values(FILES)) {
    if (!existsSync(path(name))) continue;
    syncToDisk(path(name));
    files[name] = await describeFile(path(name));
  }
  const manifest = { format: 1, created_at: at.toISOString(), schema_version, audit, files } as Manifest;
  writeFileSync(path(MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  syncToDisk(path(MANIFEST));
  syncToDisk(folder);
  return manifest;
}

/** Has the copy's anchor reach to its end, so that a cut of the backup itself shows. */
async function anchorCopy(path: string, anchor: string): Promise<Manifest["audit"]> {
  const copy = openState(path);
  try {
    const { entries, ok } = await verifyAudit(copy, anchor);
    await anchorAudit(copy, anchor);
    return { entries, ok };
  } finally {
    copy.close();
  }
}
