import { createLogUpdate } from "log-update";

import type { SyncEvent } from "../sync/run.ts";
import { printable, say } from "./output.ts";

export type Progress = { on: (event: SyncEvent) => void; end: () => void };

/** Progress of a sync on stderr: live lines on a terminal, a line per finished table elsewhere, nothing when quiet. */
export function showProgress({ quiet }: { quiet?: boolean }): Progress {
  if (quiet) return { on: () => undefined, end: () => undefined };
  return process.stderr.isTTY ? liveLines() : plainLines();
}

function liveLines(): Progress {
  const draw = createLogUpdate(process.stderr);
  const tables = new Map<string, SyncEvent>();
  return {
    on(event) {
      tables.set(`${event.connection} ${event.table}`, event);
      draw([...tables.values()].map(lineOf).join("\n"));
    },
    end: () => draw.done(),
  };
}

function plainLines(): Progress {
  return {
    on(event) {
      if (event.phase === "done" || event.phase === "failed") say(lineOf(event));
    },
    end: () => undefined,
  };
}

const SIGN = { planned: "·", running: "↻", done: "✔", failed: "✖" } as const satisfies Record<
  SyncEvent["phase"],
  string
>;

function lineOf(event: SyncEvent): string {
  const { phase, connection, table, slices, slices_done, rows, paused_until, error } = event;
  const where = connection === "default" ? table : `${table} (${connection})`;
  const held = paused_until === null ? "" : `, rate limit until ${paused_until.slice(11, 19)}`;
  const reason = error === null ? "" : `: ${printable(error)}`;
  return `${SIGN[phase]} ${where}: ${rows} rows, ${slices_done} of ${slices} slices${held}${reason}`;
}
