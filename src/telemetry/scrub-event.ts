import { relative } from "node:path";

import type { ErrorEvent, StackFrame } from "@sentry/node";

/** What an own error may tell another company, chosen field by field: whatever an SDK adds one day stays here. */
export function scrubEvent(event: ErrorEvent, root: string): ErrorEvent {
  const { event_id, timestamp, release, tags } = event;
  return {
    type: undefined,
    platform: "node",
    level: "error",
    ...(event_id !== undefined && { event_id }),
    ...(timestamp !== undefined && { timestamp }),
    ...(release !== undefined && { release }),
    ...(tags !== undefined && { tags }),
    exception: {
      values: (event.exception?.values ?? []).map(({ type, stacktrace }) => ({
        type: nameOf(type),
        // The message of an error is made of what vendors and sources said. The code, which is ours, is in the tags.
        value: String(tags?.["code"] ?? "internal"),
        stacktrace: { frames: (stacktrace?.frames ?? []).map((frame) => plainFrame(frame, root)) },
      })),
    },
  };
}

/** Where it happened: no source lines, no variables, and no path of this machine. */
function plainFrame(
  { filename, function: name, lineno, colno, in_app }: StackFrame,
  root: string,
): StackFrame {
  return {
    filename: placeOf(filename ?? "", root),
    ...(name !== undefined && { function: nameOf(name) }),
    ...(lineno !== undefined && { lineno }),
    ...(colno !== undefined && { colno }),
    ...(in_app !== undefined && { in_app }),
  };
}

function placeOf(filename: string, root: string): string {
  const path = filename.replace(/^file:\/\//, "");
  if (path.startsWith("node:")) return path;
  const inside = relative(root, path);
  return inside.startsWith("..") ? "outside" : inside;
}

/** A name in a program; a dynamic one may be anything. */
const nameOf = (name: string | undefined): string =>
  name !== undefined && /^[\w.<>$ #[\]]{1,100}$/.test(name) ? name : "Error";
