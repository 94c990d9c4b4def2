/** A home and a settings file in a folder of their own, gone when the test ends, and short ways to back them up. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { anchorAudit } from "../../src/audit/anchor.ts";
import { appendAudit } from "../../src/audit/append.ts";
import { backUp } from "../../src/backup/back-up.ts";
import { restore } from "../../src/backup/restore.ts";
import { SENTINEL } from "../../src/contracts/principal.ts";
import { SentinelError } from "../../src/errors.ts";
import { openHome } from "../../src/home.ts";
import { enqueue } from "../../src/outbox/enqueue.ts";
import { openState, type State } from "../../src/state/open.ts";

const NOW = new Date("2026-03-02T12:00:00.000Z");
const by = { name: "dev-a", via: "cli" } as const;

export type OwnHome = ReturnType<typeof ownHome>;

export function ownHome() {
  const folder = mkdtempSync(join(tmpdir(), "sentinel-backup-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const home = openHome(join(folder, "home"));
  const backup = join(folder, "backup");
  const settings_path = join(folder, "settings.json");
  writeFileSync(settings_path, '{"freshness_minutes": 45}');

  const copy = (state: State) => backUp({ home, state, settings_path, folder: backup, by, now: () => NOW });
  /** Five entries, an anchor and a letter, and a backup of them. */
  const filled = () =>
    within(home.state, async (state) => {
      for (let n = 0; n < 5; n += 1) await append(state, n);
      await anchorAudit(state, home.audit_anchor);
      await state.write((db) =>
        enqueue(db, { channel: "slack_message", key: "k", payload: { text: "t" }, cause: "inc_1", at: NOW }),
      );
      return copy(state);
    });
  const back = (to = home) => restore({ home: to, settings_path, folder: backup, by, now: () => NOW });
  return { folder, home, backup, settings_path, copy, filled, back };
}

export const append = (state: State, n: number) =>
  state.write((db) =>
    appendAudit(db, { kind: "access.login", by: SENTINEL, subject: "x", data: { n }, at: NOW }),
  );

/** Runs `work` on the state of a home and closes it. */
export async function within<T>(path: string, work: (state: State) => Promise<T>): Promise<T> {
  const state = openState(path);
  try {
    return await work(state);
  } finally {
    state.close();
  }
}

export const entries = (path: string) =>
  within(path, (state) => state.db.selectFrom("audit").selectAll().orderBy("seq").execute());

export const failure = async (work: Promise<unknown>): Promise<SentinelError> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof SentinelError) return error;
  throw new Error("expected a SentinelError", { cause: error });
};
