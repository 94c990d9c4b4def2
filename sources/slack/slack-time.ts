import { z } from "zod";

const TS = /^(\d{1,11})\.(\d{1,6})$/;

/** The time of a message id such as `1764000000.123456`, as UTC text to the microsecond; undefined when it is none. */
export function timeOfTs(ts: string): string | undefined {
  const [, seconds, fraction] = TS.exec(ts) ?? [];
  if (seconds === undefined || fraction === undefined) return undefined;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction.padEnd(6, "0")}Z`;
}

/** The last message id before a moment: as an exclusive `oldest` it lets in a message of the moment itself. */
export function tsBefore(moment: Date): string {
  const micros = Math.max(moment.getTime() * 1000 - 1, 0);
  return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, "0")}`;
}

/** The first message id of a moment. */
export function tsOf(moment: Date): string {
  const ms = Math.max(moment.getTime(), 0);
  return `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, "0")}000`;
}

/** A time in whole seconds since 1970, as Slack gives it for channels. */
export const EpochSeconds = z.int().transform((seconds) => new Date(seconds * 1000).toISOString());
