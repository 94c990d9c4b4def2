import { useState } from "react";

import type { Presets, Range } from "../use-range.ts";
import type { View } from "../use-view.ts";
import { RangeDialog } from "./range-dialog.tsx";
import "./time-range.css";

type Props = {
  view: View;
  range: Range;
  presets: Presets;
  /** The preset that needs no place in the address; null: any time. */
  fallback: string | null;
  /** What no choice is called where there is no fallback; null: something has to be chosen. */
  none?: string | null;
  /** False where only whole presets can be asked for. */
  custom?: boolean;
};

/** Which time is shown: a preset up to now, or from and to on the clock of a zone. All of it is in the address. */
export function TimeRange({ view, range, presets, fallback, none = "Any time", custom = true }: Props) {
  const [asking, setAsking] = useState(false);
  const absolute = range.preset === null && (range.since !== undefined || range.until !== undefined);
  const choose = (preset: string | null) =>
    view.set({ range: preset === fallback ? null : preset, from: null, to: null }, "same");
  return (
    <div className="time-range" role="group" aria-label="Time range">
      {fallback === null && none !== null && (
        <button
          type="button"
          className="chip"
          aria-pressed={range.preset === null && !absolute}
          onClick={() => choose(null)}
        >
          {none}
        </button>
      )}
      {Object.entries(presets).map(([preset, name]) => (
        <button
          key={preset}
          type="button"
          className="chip"
          aria-pressed={range.preset === preset}
          onClick={() => choose(preset)}
        >
          {name}
        </button>
      ))}
      {custom && (
        <button
          type="button"
          className="chip"
          aria-pressed={absolute}
          aria-haspopup="dialog"
          onClick={() => setAsking(true)}
        >
          {absolute ? range.words : range.zone === "UTC" ? "Custom…" : `Custom… (${range.zone})`}
        </button>
      )}
      {asking && <RangeDialog view={view} range={range} close={() => setAsking(false)} />}
    </div>
  );
}
