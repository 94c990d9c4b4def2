import { count } from "../format.ts";
import type { ForensicGraph } from "../types.ts";
import type { View } from "../use-view.ts";
import "./legend.css";
import { KIND_NAMES, KINDS, LINK_NAMES, LINKS, type Kind } from "./look.ts";
import { Shape } from "./shape.tsx";

type Props = { graph: ForensicGraph; collapsed: Kind[]; linked_only: boolean; view: View };

/** What the signs mean. A kind that is pressed is drawn as one node per place. */
export function Legend({ graph, collapsed, linked_only, view }: Props) {
  const there = graph.kinds.filter(({ things }) => things > 0);
  const links = new Set(graph.edges.map(({ kind }) => kind));
  return (
    <div className="legend">
      <div className="legend-line" role="group" aria-label="Collapse a kind into one node per place">
        <span className="muted">Collapse</span>
        {KIND_NAMES.filter((kind) => there.some((one) => one.kind === kind)).map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={collapsed.includes(kind)}
            onClick={() =>
              view.set({
                collapse: collapsed.includes(kind)
                  ? collapsed.filter((one) => one !== kind)
                  : [...collapsed, kind],
                focus: null,
              })
            }
          >
            <Shape kind={kind} />
            {KINDS[kind].many}
            <span className="num">{count(there.find((one) => one.kind === kind)?.shown ?? 0)}</span>
          </button>
        ))}
        <button
          type="button"
          className="chip"
          aria-pressed={linked_only}
          onClick={() => view.set({ linked: linked_only ? null : "only", focus: null })}
        >
          Only what is linked
        </button>
      </div>
      <ul className="legend-line" aria-label="Links, the strongest first">
        {LINK_NAMES.filter((kind) => links.has(kind)).map((kind) => (
          <li key={kind}>
            <svg width="34" height="8" viewBox="0 0 34 8" aria-hidden="true">
              <line
                x1="1"
                y1="4"
                x2="33"
                y2="4"
                className="legend-link"
                strokeWidth={LINKS[kind].width}
                strokeDasharray={LINKS[kind].dash}
                opacity={LINKS[kind].opacity}
              />
            </svg>
            {LINKS[kind].says}
          </li>
        ))}
        <li className="muted">The weaker a link, the paler its line. A line is a tie, not a cause.</li>
      </ul>
    </div>
  );
}
