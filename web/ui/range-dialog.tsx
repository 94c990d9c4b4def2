import { useId, useState, type FormEvent } from "react";

import type { Range } from "../use-range.ts";
import type { View } from "../use-view.ts";
import { useZoneChoice } from "../use-zone.ts";
import { fromWallClock, localZone, readZone, wallClock } from "../zone.ts";
import { Dialog } from "./dialog.tsx";

type Props = { view: View; range: Range; close: () => void };

const DAY_MS = 86_400_000;
const UNITS_MS: Record<string, number> = { h: 3_600_000, d: DAY_MS };

/** Milliseconds since 1970 of `now-24h` and of ISO 8601; undefined for nothing. */
function timeOf(at: string | undefined, now: number): number | undefined {
  if (at === undefined) return undefined;
  const [, many, unit = ""] = /^now-(\d+)([hd])$/.exec(at) ?? [];
  return many === undefined ? Date.parse(at) : now - Number(many) * (UNITS_MS[unit] ?? 0);
}

/** From and to on the clock of a zone, or only another zone. What is chosen goes into the address. */
export function RangeDialog({ view, range, close }: Props) {
  const choice = useZoneChoice();
  const zones = useId();
  const [zone, setZone] = useState(view.get("zone") ?? choice);
  const [now] = useState(() => Date.now());
  const shown = (at: string | undefined, or: number) => wallClock(timeOf(at, now) ?? or, range.zone);
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
      zone: zone === choice ? null : zone,
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
              view.set({ zone: zone === choice ? null : zone });
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
