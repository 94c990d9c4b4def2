import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

import type { ListedIncident } from "../types.ts";
import { useMedia } from "../use-media.ts";
import { useView } from "../use-view.ts";
import { IncidentPreview } from "./incident-preview.tsx";
import { IncidentRow } from "./incident-row.tsx";
import "./incident-rows.css";
import "./incident-rows-narrow.css";

type Props = {
  /** Those that have arrived. */
  incidents: ListedIncident[];
  /** How many there are, while not all have arrived. */
  total: number;
  /** Asks for those that come next. */
  more: () => void;
};

const ROW_PX = 63;
const NARROW_ROW_PX = 104;
const OVERSCAN = 12;
/** Asked for before they are needed. */
const AHEAD = 60;

/** The list: of thousands of rows those near the window are drawn. The chosen one (`at`) is shown whole beside it. */
export function IncidentRows({ incidents, total, more }: Props) {
  const view = useView();
  const wide = useMedia("(min-width: 1200px)");
  const narrow = useMedia("(max-width: 860px)");
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const box = body.current?.getBoundingClientRect();
    if (box !== undefined) setTop(box.top + scrollY);
  }, [wide, narrow]);
  const count = Math.max(total, incidents.length);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoises this page
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => (narrow ? NARROW_ROW_PX : ROW_PX),
    getItemKey: (index) => incidents[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollMargin: top,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  const short = incidents.length < count && last >= incidents.length - AHEAD;
  useEffect(() => {
    if (short) more();
  }, [short, more]);
  const above = (drawn[0]?.start ?? top) - top;
  const below = virtual.getTotalSize() + top - (drawn.at(-1)?.end ?? top);
  const choose = useCallback((id: string) => view.set({ at: id }, "same"), [view]);
  const chosen = view.get("at") ?? incidents[0]?.id;
  return (
    <div className={wide ? "incident-pane incident-pane-wide" : "incident-pane"}>
      <div className="card">
        <table className="incident-rows" aria-rowcount={count + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col" className="incident-rows-severity">
                Severity
              </th>
              <th scope="col">Incident</th>
              <th scope="col" className="incident-rows-status">
                Status
              </th>
              <th scope="col" className="incident-rows-cost">
                Cost
              </th>
              <th scope="col" className="incident-rows-when">
                Opened
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            <Gap height={above} />
            {drawn.map(({ index, key }) => {
              const incident = incidents[index];
              return incident === undefined ? (
                <tr key={key} className="incident-rows-blank" aria-busy="true">
                  <td colSpan={5}>
                    <div className="skeleton-line" />
                    <span className="visually-hidden">not there yet</span>
                  </td>
                </tr>
              ) : (
                <IncidentRow
                  key={key}
                  ref={virtual.measureElement}
                  incident={incident}
                  index={index}
                  chosen={wide && incident.id === chosen}
                  choose={wide ? choose : undefined}
                />
              );
            })}
            <Gap height={below} />
          </tbody>
        </table>
      </div>
      {wide && chosen !== undefined && <IncidentPreview id={chosen} />}
    </div>
  );
}

/** Stands for the rows that are not drawn. */
const Gap = ({ height }: { height: number }) =>
  height <= 0 ? null : (
    <tr aria-hidden="true" className="incident-rows-gap">
      <td colSpan={5} style={{ height }}>
        {" "}
      </td>
    </tr>
  );
