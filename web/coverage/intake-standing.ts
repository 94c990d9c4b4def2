import { span } from "../format.ts";
import type { Intake } from "../types.ts";

/** How the intake stands, with the tone of its badge and the reason. */
export type IntakeStanding = { name: string; tone: string; why: string };

/** A request lands within a second; one that waits for this long is held up. */
const HELD_UP_MS = 10_000;
const FULL_SHARE = 0.8;
/** So long without anything: agents may be idle, or no longer send. */
const SILENT_MS = 3_600_000;

/** The worst thing first. `now` in milliseconds since 1970. */
export function standingOf(intake: Intake, now: number): IntakeStanding {
  const { lag_ms, pending_bytes, pending_limit_bytes, signals, landed_at } = intake;
  if (lag_ms !== null && lag_ms > HELD_UP_MS) {
    return {
      name: "held up",
      tone: "tone-critical",
      why: `acknowledged and safe on disk, but nothing has landed for ${span(lag_ms)}: see the server's log`,
    };
  }
  if (pending_bytes > pending_limit_bytes * FULL_SHARE) {
    return { name: "nearly full", tone: "tone-high", why: "senders are asked to wait when it is full" };
  }
  const last = signals
    .map(({ last_at }) => last_at)
    .concat(landed_at ?? [])
    .toSorted()
    .at(-1);
  const silent_ms = last === undefined ? null : now - Date.parse(last);
  if (silent_ms === null || silent_ms > SILENT_MS) {
    const why = silent_ms === null ? "nothing was taken yet" : `nothing has come for ${span(silent_ms)}`;
    return { name: "silent", tone: "tone-medium", why };
  }
  return { name: "receiving", tone: "tone-good", why: "what comes lands" };
}
