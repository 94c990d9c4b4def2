import { Link } from "react-router";

import { count, plural, usd } from "../format.ts";
import type { GraphEdge, GraphNode } from "../types.ts";
import { CloseIcon } from "../ui/icons.tsx";
import { Moment } from "../ui/time.tsx";
import type { Shown } from "./collapse.ts";
import { useMoment } from "../use-zone.ts";
import { timeOf } from "./collapse.ts";
import { KINDS, LINKS, nameOf } from "./look.ts";
import { Shape } from "./shape.tsx";
import { StatementLink } from "./statement-link.tsx";
import "./thing-panel.css";

type Props = { thing: GraphNode; shown: Shown; choose: (id: string | null) => void };

/** The chosen thing: what it is, what it is tied to and why, and the ways to where that comes from. */
export function ThingPanel({ thing, shown, choose }: Props) {
  const { kind, ref, place, connection, state, title, releases, url, asked, count: many, members } = thing;
  const moment = useMoment();
  const names = new Map(shown.nodes.map((node) => [node.id, node]));
  const ties = shown.edges.filter(({ from, to }) => from === thing.id || to === thing.id);
  return (
    <section className="card thing-panel" aria-label="The chosen thing">
      <div className="card-head">
        <h2 className="row">
          <Shape kind={kind} /> {KINDS[kind].one}
          {thing.blamed && <span className="badge tone-critical">blamed</span>}
        </h2>
        <button type="button" className="button button-quiet button-icon" onClick={() => choose(null)}>
          <CloseIcon />
          <span className="visually-hidden">Choose nothing</span>
        </button>
      </div>
      <div className="card-body stack">
        <p className="thing-panel-title breakable">{title ?? nameOf(thing)}</p>
        <dl className="facts">
          <Fact name="When">{timeOf(thing, moment)}</Fact>
          <Fact name="Where">{place}</Fact>
          <Fact name="Connection">{connection}</Fact>
          <Fact name="State">{state}</Fact>
          <Fact name="Id">{<span className="mono">{ref}</span>}</Fact>
          <Fact name="Release">{releases.length > 0 && kind !== "commit" ? releases.join(", ") : null}</Fact>
          <Fact name="Spend">{thing.cost_usd === null ? null : usd(thing.cost_usd)}</Fact>
          <Fact name={OCCURRENCES[kind] ?? "Seen"}>{count(thing.occurrences)}</Fact>
          <Fact name="Alike">
            {many > 1 ? `${plural(many, KINDS[kind].one, KINDS[kind].many)}, folded` : null}
          </Fact>
        </dl>
        <div className="row">
          {kind === "trace" && (
            <Link
              className="button"
              to={`/traces/${encodeURIComponent(ref)}?${new URLSearchParams({ connection })}`}
            >
              Open trace
            </Link>
          )}
          {url !== null && (
            <a className="button" href={url} target="_blank" rel="noreferrer">
              Open at its source
            </a>
          )}
          <StatementLink asked={asked}>Open its query</StatementLink>
        </div>
        <h3>{ties.length === 0 ? "Nothing ties it to anything else" : "Tied to"}</h3>
        <ul className="thing-ties">
          {ties.map((tie) => (
            <TieRow
              key={tie.id}
              tie={tie}
              other={names.get(tie.from === thing.id ? tie.to : tie.from)}
              choose={choose}
            />
          ))}
        </ul>
        {members.length > 0 && <Members thing={thing} />}
      </div>
    </section>
  );
}

const OCCURRENCES: Partial<Record<GraphNode["kind"], string>> = {
  issue: "Events",
  trace: "Steps",
  commit: "Files",
  message: "Replies",
  finding: "Judged",
};

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  if (children === null || children === undefined || children === "") return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

type TieProps = { tie: GraphEdge; other: GraphNode | undefined; choose: (id: string | null) => void };

function TieRow({ tie, other, choose }: TieProps) {
  if (other === undefined) return null;
  return (
    <li>
      <button type="button" className="thing-tie" onClick={() => choose(other.id)}>
        <Shape kind={other.kind} />
        <span className="visually-hidden">{KINDS[other.kind].one}: </span>
        <span className="breakable">{nameOf(other)}</span>
      </button>
      <p>
        {tie.from === other.id ? "before it" : "behind it"}: {tie.label}
        <span className="muted">
          {" "}
          · {Math.round(tie.strength * 100)} % · {tie.why}
        </span>
      </p>
      <p className="visually-hidden">{LINKS[tie.kind].says}</p>
    </li>
  );
}

function Members({ thing: { members, kind, connection } }: { thing: GraphNode }) {
  return (
    <details>
      <summary>The first {plural(members.length, KINDS[kind].one, KINDS[kind].many)} of them</summary>
      <ul className="thing-members">
        {members.map(({ ref, happened_at }) => (
          <li key={`${ref} ${happened_at}`}>
            <span className="num muted">
              <Moment at={happened_at} />
            </span>{" "}
            {kind === "trace" ? (
              <Link
                className="mono"
                to={`/traces/${encodeURIComponent(ref)}?${new URLSearchParams({ connection })}`}
              >
                {ref}
              </Link>
            ) : (
              <span className="mono breakable">{ref}</span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
