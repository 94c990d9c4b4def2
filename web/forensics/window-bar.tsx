import { useQuery } from "@tanstack/react-query";

import { askQuery } from "../queries.ts";
import { cellText } from "../ui/cell-text.ts";
import { TimeRange } from "../ui/time-range.tsx";
import { useRange, type Presets } from "../use-range.ts";
import { useView } from "../use-view.ts";
import "./window-bar.css";

const PRESETS: Presets = { "6h": "6 hours", "24h": "24 hours", "72h": "3 days", "7d": "7 days" };

/** The window as the interface takes it; undefined while none is chosen. */
export function useWindow(incident: string | undefined): Record<string, string> | undefined {
  const view = useView();
  const { since, until } = useRange(view, PRESETS, null);
  const [connection, service] = [view.get("connection"), view.get("service")];
  if (incident === undefined && since === undefined && until === undefined && service === null) {
    return undefined;
  }
  return {
    ...(incident !== undefined && { incident }),
    ...(since !== undefined && { from: since }),
    ...(until !== undefined && { to: until }),
    ...(connection !== null && { connection }),
    ...(service !== null && { service }),
  };
}

/** Which time is looked at; of a free window also whose. An incident has a window and connections of its own. */
export function WindowBar({ incident = false }: { incident?: boolean }) {
  const view = useView();
  const range = useRange(view, PRESETS, null);
  return (
    <div className="window-bar">
      {!incident && view.get("service") === null && <ChooseConnection />}
      <TimeRange
        view={view}
        range={range}
        presets={PRESETS}
        fallback={null}
        none={incident ? "Around the incident" : null}
      />
    </div>
  );
}

/** Every connection that the lake has anything of. */
function ChooseConnection() {
  const view = useView();
  const { data } = useQuery(askQuery("freshness"));
  const chosen = view.get("connection") ?? "";
  const known = (data?.rows ?? []).map((row) => cellText(row["connection"] ?? ""));
  const names = [...new Set([...known, chosen])].filter((name) => name !== "").toSorted();
  return (
    <select
      className="input window-connection"
      aria-label="Connection"
      value={chosen}
      onChange={({ target }) => view.set({ connection: target.value }, "same")}
    >
      <option value="">All connections</option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
