/** Moments on the clock of a place, as the page writes and reads them. Zones are IANA names. */
import { isTimeZone, momentAt, offsetMs } from "../src/local-time.ts";

const LOCAL = "local";
const FIELD = /^(\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d)/;

/** The zone that an address names: `local` is the browser's; UTC for one that nobody knows. */
export function readZone(named: string): string {
  const zone = named === LOCAL ? localZone() : named;
  return isTimeZone(zone) ? zone : "UTC";
}

export const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const offsetOf = (at: number, zone: string): number => offsetMs(new Date(at), zone);

/** `2026-03-02T12:04`, as a field for date and time takes it. */
export const wallClock = (at: number, zone: string): string =>
  new Date(at + offsetOf(at, zone)).toISOString().slice(0, 16);

/** The first moment that a clock of the zone shows so, milliseconds since 1970; undefined for no time. */
export function fromWallClock(text: string, zone: string): number | undefined {
  const [, year, month, day, hour, minute] = (FIELD.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const at = momentAt({ year, month, day }, zone, hour, minute).getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** `2026-03-02 12:04 Europe/Berlin` */
export const momentIn = (at: string | number | Date, zone: string): string =>
  `${wallClock(new Date(at).getTime(), zone).replace("T", " ")} ${zone}`;
