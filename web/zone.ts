/** Moments on the clock of a place. Zones are IANA names, as the browser knows them. */

const LOCAL = "local";

/** The zone that an address names: `local` is the browser's; UTC for none, or for one that nobody knows. */
export function readZone(named: string | null): string {
  if (named === null) return "UTC";
  const zone = named === LOCAL ? localZone() : named;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone === "UTC"
      ? "UTC"
      : zone;
  } catch {
    return "UTC";
  }
}

export const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
export function offsetOf(at: number, zone: string): number {
  if (zone === "UTC") return 0;
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** `2026-03-02T12:04`, as a field for date and time takes it. */
export const wallClock = (at: number, zone: string): string =>
  new Date(at + offsetOf(at, zone)).toISOString().slice(0, 16);

/** The moment that a clock of the zone shows so; undefined for no time. In a gap, the moment after it. */
export function fromWallClock(text: string, zone: string): number | undefined {
  const shown = Date.parse(`${text}Z`);
  if (Number.isNaN(shown)) return undefined;
  // The offset counts at the moment itself, which is not known before: twice is enough for any change of clocks.
  const near = shown - offsetOf(shown, zone);
  return shown - offsetOf(near, zone);
}

/** `2026-03-02 12:04 Europe/Berlin` */
export const momentIn = (at: string | number, zone: string): string =>
  `${wallClock(new Date(at).getTime(), zone).replace("T", " ")} ${zone}`;

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(zone, clock);
  return clock;
}
