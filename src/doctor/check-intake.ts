/** What stands between an agent that sends spans and the lake: the log, what waits in it, what was put aside, a key. */
import { access, constants } from "node:fs/promises";

import { anyKey } from "../access/keys.ts";
import { messageOf } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import { asideIn } from "../receive/otlp/aside.ts";
import { backlogIn } from "../receive/otlp/log/backlog.ts";
import { positionIn } from "../receive/otlp/position.ts";
import type { Check } from "./check.ts";

const CHECK = "intake (OTLP)";
/** A server that keeps up brings spans into the lake within a second. */
const LATE_SECONDS = 60;

/** Whether spans are taken and become rows; off while nothing was ever sent to this home. */
export async function checkIntake(sentinel: Sentinel): Promise<Check[]> {
  return [
    ...(await checkKey(sentinel)),
    ...(await checkLog(sentinel)),
    ...(await checkAside(sentinel.home.intake)),
  ];
}

async function checkKey({ settings, state }: Sentinel): Promise<Check[]> {
  // What is wrong with the state is said by its own check.
  const needless = settings.server.hosts.length === 0 || (await anyKeyIn(state));
  return needless ? [] : [NO_KEY];
}

async function anyKeyIn(state: Sentinel["state"]): Promise<boolean> {
  try {
    return await anyKey(state());
  } catch {
    return true;
  }
}

async function checkLog({ home, lake, now }: Sentinel): Promise<Check[]> {
  try {
    await access(home.intake, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (isAbsent(error)) return [{ check: CHECK, state: "off", what: "nothing was sent yet", fix: OFF }];
    const fix = `make ${home.intake} a folder that you may write`;
    return [{ check: CHECK, state: "failed", what: messageOf(error), fix }];
  }
  const position = await lake().then(positionIn, () => undefined);
  const { bytes, oldest } = await backlogIn(home.intake, position);
  const seconds = oldest === undefined ? 0 : Math.round((now().getTime() - oldest) / 1_000);
  if (seconds < LATE_SECONDS)
    return [{ check: CHECK, state: "ok", what: "what was sent is in the lake", fix: "" }];
  const what = `${bytes} bytes are not in the lake yet, the oldest since ${seconds} s`;
  return [
    { check: CHECK, state: "warning", what, fix: "start sentinel up; while it runs, its log says why" },
  ];
}

async function checkAside(folder: string): Promise<Check[]> {
  const aside = await asideIn(folder);
  if (aside === undefined) return [];
  return [
    {
      check: "intake (rejected)",
      state: "warning",
      what: `${aside.bytes} bytes of what was sent cannot be stored`,
      fix: `${aside.path} says why; move it away when you have looked`,
    },
  ];
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const OFF = "sentinel up takes spans at /v1/traces";

const NO_KEY: Check = {
  check: "intake (keys)",
  state: "warning",
  what: "server.hosts opens it to others, and there is no key: they are refused",
  fix: "sentinel keys create NAME --role agent",
};
