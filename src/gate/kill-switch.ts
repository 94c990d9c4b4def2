/** The file in the home while which exists nothing is automatic, as `touch` and `rm` would make and remove it. */
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";

import { appendAudit } from "../audit/append.ts";
import type { Principal } from "../contracts/principal.ts";
import type { Sentinel } from "../main.ts";

type By = Pick<Principal, "name" | "via">;

const pathOf = ({ home, settings }: Sentinel): string => join(home.path, settings.gate.kill_switch);

export const isStopped = (sentinel: Sentinel): boolean => existsSync(pathOf(sentinel));

/** Stops everything automatic at once. The file comes first: nothing may keep it from being made. */
export async function stopAutomatic(sentinel: Sentinel, by: By): Promise<void> {
  if (isStopped(sentinel)) return;
  closeSync(openSync(pathOf(sentinel), "a", 0o600));
  await record(sentinel, "gate.stopped", by);
}

/** Lets Sentinel act by itself again, as its policy allows. It is recorded first: it is the dangerous way. */
export async function resumeAutomatic(sentinel: Sentinel, by: By): Promise<void> {
  if (!isStopped(sentinel)) return;
  await record(sentinel, "gate.resumed", by);
  rmSync(pathOf(sentinel), { force: true });
}

async function record(sentinel: Sentinel, kind: "gate.stopped" | "gate.resumed", by: By): Promise<void> {
  const subject = sentinel.settings.gate.kill_switch;
  await sentinel.state().write((db) => appendAudit(db, { kind, by, subject, data: {}, at: sentinel.now() }));
}
