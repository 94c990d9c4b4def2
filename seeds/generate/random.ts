/** Chance that repeats: the same name always gives the same numbers, whatever other streams draw. */
import { createHash } from "node:crypto";

import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export type Random = {
  /** In [0, 1). */
  float: () => number;
  between: (low: number, high: number) => number;
  /** Whole number, both ends included. */
  int: (low: number, high: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(list: readonly [T, ...T[]]) => T;
  normal: (mean: number, deviation: number) => number;
  hex: (digits: number) => string;
};

/** The stream of this name. */
export function randomOf(name: string): Random {
  const generator = xoroshiro128plus(createHash("sha256").update(name).digest().readInt32LE(0));
  const float = () => uniformFloat64(generator);
  const int = (low: number, high: number) => low + Math.floor(float() * (high - low + 1));
  return {
    float,
    between: (low, high) => low + float() * (high - low),
    int,
    chance: (probability) => float() < probability,
    pick: (list) => list[int(0, list.length - 1)] ?? list[0],
    normal(mean, deviation) {
      const radius = Math.sqrt(-2 * Math.log(1 - float()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * float());
    },
    hex: (digits) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join(""),
  };
}

/** An id made of a name alone: the same in every draw that uses the name. */
export function idOf(name: string, digits: number): string {
  return createHash("sha1").update(name).digest("hex").slice(0, digits);
}
