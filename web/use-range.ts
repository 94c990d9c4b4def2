import type { View } from "./use-view.ts";
import { useZone } from "./use-zone.ts";
import { wallClock } from "./zone.ts";

/** A span of time as an address has it: `range=24h`, or `from` and `to`, and the `zone` in which it is shown. */
export type Range = {
  /** As the API takes it: ISO 8601, or `now-24h`. Undefined: from the beginning. */
  since: string | undefined;
  /** Undefined: until now. */
  until: string | undefined;
  /** The preset, when it is one. */
  preset: string | null;
  zone: string;
  /** In words, as in "in the last 24 hours". */
  words: string;
};

export type Presets = Record<string, string>;

/** The range of a view. `fallback` is the preset that counts when the address names none; null: any time. */
export function useRange(view: View, presets: Presets, fallback: string | null): Range {
  const zone = useZone();
  const from = instant(view.get("from"));
  const to = instant(view.get("to"));
  if (from !== undefined || to !== undefined) {
    const said = (at: string) => wallClock(Date.parse(at), zone).replace("T", " ");
    const begin = from === undefined ? "" : `from ${said(from)}`;
    const words = `${begin} ${to === undefined ? "until now" : `to ${said(to)}`} ${zone}`.trim();
    return { since: from, until: to, preset: null, zone, words };
  }
  const named = view.get("range");
  const preset = named !== null && named in presets ? named : fallback;
  return preset === null
    ? { since: undefined, until: undefined, preset, zone, words: "at any time" }
    : {
        since: `now-${preset}`,
        until: undefined,
        preset,
        zone,
        words: `in the last ${presets[preset] ?? preset}`,
      };
}

function instant(text: string | null): string | undefined {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
