import { plural } from "../format.ts";
import type { GraphEdge } from "../types.ts";
import { Moment } from "../ui/time.tsx";
import type { Shown } from "./collapse.ts";
import { KINDS, nameOf } from "./look.ts";
import { Shape } from "./shape.tsx";
import "./thing-table.css";

type Props = { shown: Shown; focus: string | null; choose: (id: string | null) => void };

/** Links that a row tells of; the panel of the chosen thing has all. */
const MOST_TIES = 3;

/** The graph as a table: the same things in the order of time, each with what ties it to what came before. */
export function ThingTable({ shown: { nodes, edges }, focus, choose }: Props) {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const before = new Map<string, GraphEdge[]>();
  for (const edge of edges) before.set(edge.to, [...(before.get(edge.to) ?? []), edge]);
  const inOrder = nodes.toSorted((one, other) => Date.parse(one.happened_at) - Date.parse(other.happened_at));
  return (
    <div className="thing-table">
      <table>
        <caption className="visually-hidden">What happened, the earliest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Tied to what came before</th>
          </tr>
        </thead>
        <tbody>
          {inOrder.map((thing) => (
            <tr key={thing.id} className={thing.id === focus ? "thing-table-chosen" : ""}>
              <td className="num nowrap muted">
                <Moment at={thing.happened_at} />
              </td>
              <td>
                <button
                  type="button"
                  className="thing-tie"
                  data-step=""
                  aria-pressed={thing.id === focus}
                  onClick={() => choose(thing.id === focus ? null : thing.id)}
                >
                  <Shape kind={thing.kind} />
                  <span className="visually-hidden">{KINDS[thing.kind].one}: </span>
                  <span className="breakable">{nameOf(thing)}</span>
                  {thing.blamed && <span className="badge tone-critical">blamed</span>}
                </button>
              </td>
              <td>
                <Ties ties={before.get(thing.id) ?? []} names={names} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Ties({ ties, names }: { ties: GraphEdge[]; names: Map<string, string> }) {
  if (ties.length === 0) return <span className="muted">–</span>;
  return (
    <ul className="thing-table-ties">
      {ties.slice(0, MOST_TIES).map((tie) => (
        <li key={tie.id}>
          <span className="breakable">{names.get(tie.from)}</span> <span className="muted">{tie.label}</span>
        </li>
      ))}
      {ties.length > MOST_TIES && (
        <li className="muted">and {plural(ties.length - MOST_TIES, "more link")}</li>
      )}
    </ul>
  );
}
