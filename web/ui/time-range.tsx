import { useId, useState, type FormEvent } from "react";

import type { Presets, Range } from "../use-range.ts";
import type { View } from "../use-view.ts";
import { fromWallClock, localZone, readZone, wallClock } from "../zone.ts";
import { Dialog } from "./dialog.tsx";
import "./time-range.css";

type Props = {
  view: View;
  range: Range;
  presets: Presets;
  /** The preset that needs no place in the address; null: any time. */
  fallback: string | null;
};

const DAY_MS = 86_400_000;

/** Which time is shown: a preset up to now, or from and to on the clock of a zone. All of it is in the address. */
export function TimeRange({ view, range, presets, fallback }: Props) {
  const [asking, setAsking] = useState(false);
  const absolute = range.preset === null && (range.since !== undefined || range.until !== undefined);
  const choose = (preset: string | null) =>
    view.set({ range: preset === fallback ? null : preset, from: null, to: null }, "same");
  return (
    <div className="time-range" role="group" aria-label="Time range">
      {fallback === null && (
        <button
          type="button"
          className="chip"
          aria-pressed={range.preset === null && !absolute}
          onClick={() => choose(null)}
        >
          Any time
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
      <button
        type="button"
        className="chip"
        aria-pressed={absolute}
        aria-haspopup="dialog"
        onClick={() => setAsking(true)}
      >
        {absolute ? range.words : range.zone === "UTC" ? "Custom…" : `Custom… (${range.zone})`}
      </button>
      {asking && <RangeDialog view={view} range={range} close={() => setAsking(false)} />}
    </div>
  );
}

function RangeDialog({ view, range, close }: { view: View; range: Range; close: () => void }) {
  const zones = useId();
  const [zone, setZone] = useState(view.get("zone") ?? "UTC");
  const [now] = useState(() => Date.now());
  const shown = (at: string | undefined, or: number) =>
    wallClock(at === undefined || at.startsWith("now") ? or : Date.parse(at), range.zone);
  const [from, setFrom] = useState(() => shown(range.since, now - DAY_MS));
  const [to, setTo] = useState(() => shown(range.until, now));
  const known = zone === "UTC" || zone === "local" || readZone(zone) === zone;
  const [begin, end] = [from, to].map((text) => fromWallClock(text, readZone(zone)));
  const fits = known && begin !== undefined && end !== undefined && begin < end;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!fits) return;
    view.set({
      range: null,
      from: new Date(begin).toISOString(),
      to: new Date(end).toISOString(),
      zone: zone === "UTC" ? null : zone,
    });
    close();
  };
  return (
    <Dialog title="Time range" close={close}>
      <form className="stack" onSubmit={submit}>
        <label className="field">
          <span>From</span>
          <input
            className="input"
            type="datetime-local"
            required
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
        </label>
        <label className="field">
          <span>To</span>
          <input
            className="input"
            type="datetime-local"
            required
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
        </label>
        <label className="field">
          <span>Zone</span>
          <input
            className="input"
            list={zones}
            required
            value={zone}
            onChange={({ target }) => setZone(target.value)}
          />
        </label>
        <datalist id={zones}>
          <option value="UTC">UTC</option>
          <option value="local">{localZone()}</option>
          {Intl.supportedValuesOf("timeZone").map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
        <p className={fits ? "muted" : "time-range-problem"} role="status">
          {!known
            ? "UTC, local, or a zone like Europe/Berlin"
            : fits
              ? "Both ends on the clock of the zone; the link keeps them."
              : "It has to begin before it ends."}
        </p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            Cancel
          </button>
          <button
            type="button"
            className="button"
            disabled={!known}
            onClick={() => {
              view.set({ zone: zone === "UTC" ? null : zone });
              close();
            }}
          >
            Only change the zone
          </button>
          <button type="submit" className="button button-primary" disabled={!fits}>
            Show it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
