import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { ChooseWindow } from "../forensics/choose-window.tsx";
import { Coverage } from "../forensics/coverage.tsx";
import { DifferenceView } from "../forensics/difference-view.tsx";
import { GraphView } from "../forensics/graph-view.tsx";
import { useWindow, WindowBar } from "../forensics/window-bar.tsx";
import { forensicsQuery } from "../forensics-queries.ts";
import type { ForensicGraph } from "../types.ts";
import { BackIcon } from "../ui/icons.tsx";
import { Loaded } from "../ui/loaded.tsx";
import "../incidents/incident.css";
import { Moment } from "../ui/time.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

const VIEWS = { graph: "Graph", table: "Table", difference: "What is different" } as const;
type Name = keyof typeof VIEWS;

/** What happened around an incident or in any window, what is tied to what, and what was different. */
export function ForensicsPage() {
  const { incident } = useParams();
  const window = useWindow(incident);
  usePageTitle("Forensics");
  return (
    <div className="page">
      {window === undefined ? (
        <>
          <div className="page-head">
            <h1>Forensics</h1>
            <p>What happened, in order, and what ties it together</p>
          </div>
          <ChooseWindow />
        </>
      ) : (
        <Looked window={window} />
      )}
    </div>
  );
}

function Looked({ window }: { window: Record<string, string> }) {
  const view = useView();
  const query = useQuery(forensicsQuery(window));
  const as = (Object.keys(VIEWS) as Name[]).find((name) => name === view.get("as")) ?? "graph";
  return (
    <>
      <Head window={window} graph={query.data} />
      <nav className="row" aria-label="Ways to look">
        {(Object.keys(VIEWS) as Name[]).map((name) => (
          <Link
            key={name}
            className="chip"
            to={view.with({ as: name === "graph" ? null : name })}
            aria-current={name === as ? "page" : undefined}
          >
            {VIEWS[name]}
          </Link>
        ))}
      </nav>
      {as === "difference" ? (
        <DifferenceView window={window} />
      ) : (
        <Loaded query={query} what="what happened" lines={14}>
          {(graph) => (
            <>
              <Coverage complete={graph.complete} uncovered={graph.uncovered} />
              <GraphView key={JSON.stringify(window)} graph={graph} as={as} />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}

function Head({ window, graph }: { window: Record<string, string>; graph: ForensicGraph | undefined }) {
  const { incident } = window;
  return (
    <header className="stack">
      <Link to={incident === undefined ? "/forensics" : `/incidents/${incident}`} className="incident-back">
        <BackIcon /> {incident === undefined ? "Another window" : "The incident"}
      </Link>
      <h1 className="breakable">{graph?.incident?.title ?? "Forensics"}</h1>
      {graph !== undefined && (
        <p className="muted">
          <Moment at={graph.window.from} /> to <Moment at={graph.window.to} /> ·{" "}
          {graph.connections.length === 0 ? "all connections" : graph.connections.join(", ")}
        </p>
      )}
      <WindowBar incident={incident !== undefined} />
    </header>
  );
}
