import { renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

import { anchorAudit } from "../audit/anchor.ts";
import { appendAudit } from "../audit/append.ts";
import { verifyAudit, type AuditProblem } from "../audit/verify.ts";
import type { Principal } from "../contracts/principal.ts";
import { messageOf, SentinelError } from "../errors.ts";
import type { Home } from "../home.ts";
import { holdState } from "../state/hold.ts";
import { openState, type State } from "../state/open.ts";
import { replaceFile, syncToDisk } from "./durable.ts";
import { keepAside } from "./keep-aside.ts";
import { checkFiles, FILES, spoilt, type Manifest } from "./manifest.ts";
import { restoreSettings, type SettingsOutcome } from "./restore-settings.ts";
import { settleRestored, type Settled } from "./settle-restored.ts";

export type RestoreOptions = {
  home: Home;
  settings_path: string;
  folder: string;
  /** Restore although the audit chain in the backup does not fit its anchor. */
  accept_broken_audit?: boolean;
  by: Pick<Principal, "name" | "via">;
  now: () => Date;
};

export type Restored = Settled & {
  created_at: string;
  audit: { entries: number; problems: AuditProblem[] };
  /** Folder in the home with what was there before; null when there was nothing. */
  replaced: string | null;
  settings: SettingsOutcome;
};

/**
 * Puts a backup in the place of the home's state. It is checked whole before anything is touched (hashes, SQLite's own
 * check, schema, audit chain against its anchor); what is replaced is kept aside in the home. Throws `busy` while another
 * process has the home open, `invalid` for a damaged backup, `conflict` for one of a newer Sentinel or with a broken chain.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { home, settings_path, by, now } = options;
  const folder = resolve(options.folder);
  const manifest = await checkFiles(folder);
  const release = holdState(home.state);
  const staged = `${home.state}.restoring-${process.pid}`;
  const stagedAnchor = `${home.audit_anchor}.restoring-${process.pid}`;
  const at = now();
  try {
    replaceFile(join(folder, FILES.state), staged, `${staged}.copy`);
    if (FILES.anchor in manifest.files)
      replaceFile(join(folder, FILES.anchor), stagedAnchor, `${stagedAnchor}.copy`);
    const problems = await checkCopy(folder, staged, stagedAnchor, options.accept_broken_audit === true);
    const settled = await settleCopy(staged, stagedAnchor, { manifest, problems, by, at });
    const replaced = keepAside(home, at);
    renameSync(stagedAnchor, home.audit_anchor);
    renameSync(staged, home.state);
    syncToDisk(home.path);
    const settings = restoreSettings(manifest, folder, settings_path);
    const { entries } = manifest.audit;
    return { ...settled, created_at: manifest.created_at, audit: { entries, problems }, replaced, settings };
  } finally {
    for (const left of [staged, stagedAnchor]) rmSync(left, { force: true });
    release();
  }
}

/** Opens the copy, which checks it and brings it to this program's schema. Answers what is wrong with its audit chain. */
async function checkCopy(
  folder: string,
  staged: string,
  anchor: string,
  accept: boolean,
): Promise<AuditProblem[]> {
  let copy: State;
  try {
    copy = openState(staged);
  } catch (error) {
    // Of a newer program: the backup is sound, and the error says what to do.
    if (error instanceof SentinelError && error.code === "conflict") throw error;
    throw spoilt(folder, messageOf(error).replaceAll(staged, FILES.state), error);
  }
  try {
    const { problems } = await verifyAudit(copy, anchor);
    const [first] = problems;
    if (first === undefined || accept) return problems;
    throw new SentinelError(
      "conflict",
      `the audit chain in ${folder} does not hold: entry ${first.seq} is ${first.what} (${first.why.replaceAll(anchor, FILES.anchor)})`,
      { hint: "use another backup, or give --accept-broken-audit; nothing was changed" },
    );
  } finally {
    copy.close();
  }
}

type Occasion = { manifest: Manifest; problems: AuditProblem[]; by: RestoreOptions["by"]; at: Date };

/** In the copy, before it is in place: there is no moment at which it runs without having been settled. */
async function settleCopy(
  staged: string,
  anchor: string,
  { manifest, problems, by, at }: Occasion,
): Promise<Settled> {
  const copy = openState(staged);
  try {
    const settled = await copy.write(async (db) => {
      const data = { created_at: manifest.created_at, audit_problems: problems.length };
      await appendAudit(db, { kind: "state.restored", by, subject: "state", data, at });
      return settleRestored(db, at);
    });
    await anchorAudit(copy, anchor);
    return settled;
  } finally {
    copy.close();
  }
}
