/** The machine under Sentinel: space, its two files, its port. */
import { statfs } from "node:fs/promises";
import { createServer } from "node:net";

import { messageOf, SentinelError } from "../errors.ts";
import type { Sentinel } from "../main.ts";
import type { Check } from "./check.ts";

/** Enough for some months of a lake; DuckDB also spills here. */
const FREE_GIB = 2;
const PORT = 8787;

/** Free space of the home's file system. */
export async function checkDisk({ home }: Sentinel): Promise<Check> {
  const { bavail, bsize } = await statfs(home.path);
  const free = (bavail * bsize) / 2 ** 30;
  const what = `${free.toFixed(1)} GiB free in ${home.path}`;
  return free >= FREE_GIB
    ? { check: "disk", state: "ok", what, fix: "" }
    : {
        check: "disk",
        state: "warning",
        what,
        fix: "free some space, set retention_days, or move SENTINEL_HOME",
      };
}

/** Whether the file that holds incidents and decisions is whole. */
export function checkState(sentinel: Sentinel): Check {
  try {
    sentinel.state();
    return { check: "state", state: "ok", what: "whole", fix: "" };
  } catch (error) {
    const fix = (error instanceof SentinelError ? error.hint : undefined) ?? "put a backup in its place";
    return { check: "state", state: "failed", what: messageOf(error), fix };
  }
}

/** Whether the lake is whole, and who holds it. */
export async function checkLake(sentinel: Sentinel): Promise<Check> {
  try {
    const { borrowed, quarantined } = await sentinel.lake();
    if (quarantined !== undefined) {
      return {
        check: "lake",
        state: "warning",
        what: `was corrupt; moved to ${quarantined}`,
        fix: "sentinel sync fills the new one",
      };
    }
    return {
      check: "lake",
      state: "ok",
      what: borrowed ? "held by a running Sentinel, which answers for it" : "free",
      fix: "",
    };
  } catch (error) {
    return {
      check: "lake",
      state: "failed",
      what: messageOf(error),
      fix: "wait for the other process, or end it",
    };
  }
}

/** Whether the server's usual port is free. */
export async function checkPort(): Promise<Check> {
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer()
      .once("error", () => resolve(false))
      .listen(PORT, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  return free
    ? { check: "port", state: "ok", what: `${PORT} is free`, fix: "" }
    : { check: "port", state: "warning", what: `${PORT} is taken`, fix: "start the server with --port" };
}
