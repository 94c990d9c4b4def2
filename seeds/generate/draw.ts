/**
 * One throw of the dice for a scenario. Draw 0 is the committed one; other numbers give the same story with
 * other ids, hours, volumes, prices and names, to see that detectors do not fit a single draw.
 */
import { randomOf, type Random } from "./random.ts";
import { DAY, HOUR, MINUTE, startOfDay, weekday } from "./times.ts";

export type Draw = {
  number: number;
  /** A stream of its own for one part of one seed. */
  stream: (name: string) => Random;
  /** `usual` in draw 0, else uniform in [low, high]. */
  vary: (name: string, usual: number, low: number, high: number) => number;
  /**
   * The committed anchor, or another of the next weeks at an hour when offices work. A Monday stays a Monday and
   * a later working day one of these, unless the scenario takes `any_day`.
   */
  anchor: (usual: string, any_day: boolean) => number;
  /** `usual` in draw 0, else one of both. */
  either: <T>(name: string, usual: T, other: T) => T;
  /** The committed name, or one that no other draw has. */
  name: (usual: string) => string;
};

export function drawOf(number: number): Draw {
  const stream = (name: string) => randomOf(`${number}:${name}`);
  return {
    number,
    stream,
    vary: (name, usual, low, high) => (number === 0 ? usual : stream(`vary:${name}`).between(low, high)),
    anchor(usual, any_day) {
      const at = Date.parse(usual);
      if (number === 0) return at;
      const random = stream("anchor");
      const day = startOfDay(at) - weekday(at) * DAY + random.int(0, 3) * 7 * DAY;
      const chosen = any_day ? random.int(0, 6) : weekday(at) === 1 ? 1 : random.int(2, 5);
      return day + chosen * DAY + random.int(13, 18) * HOUR + random.int(0, 59) * MINUTE;
    },
    either: (name, usual, other) => (number !== 0 && stream(`either:${name}`).chance(0.5) ? other : usual),
    name: (usual) => (number === 0 ? usual : `${usual}-${number}`),
  };
}
