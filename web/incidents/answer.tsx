import type { ReactNode } from "react";

import { plural, span, usd } from "../format.ts";
import type { Incident } from "../types.ts";
import { Moment } from "../ui/time.tsx";
import "./answer.css";
import { Narrative } from "./narrative.tsx";

/** What happened, who did it, what it costs, and how sure that is. */
export function Answer({ incident }: { incident: Incident }) {
  const { cost_usd, projected_6h_usd, window, evidence, links } = incident;
  const complete = evidence.filter((piece) => piece.complete).length;
  const [strongest] = links;
  return (
    <section className="card answer" aria-label="The answer">
      <dl className="answer-figures">
        <Figure name="Cost so far" figure={usd(cost_usd)}>
          {cost_usd === null ? "none can be attributed" : "beyond the usual"}
        </Figure>
        <Figure name="Next 6 hours" figure={usd(projected_6h_usd)}>
          {projected_6h_usd === null ? "over, or rate unknown" : "at the present rate"}
        </Figure>
        <Figure name="Lasted" figure={span(Date.parse(window.to) - Date.parse(window.from))}>
          from <Moment at={window.from} />
        </Figure>
        <Figure
          name="Tied by"
          figure={
            strongest === undefined ? "–" : `${strongest.kind} ${Math.round(strongest.strength * 100)} %`
          }
        >
          {strongest === undefined ? "one finding, nothing to tie" : "the strongest link found"}
        </Figure>
        <Figure name="Coverage" figure={`${complete} of ${evidence.length}`}>
          {complete === evidence.length ? "all data was there" : "pieces had all of their data"}
        </Figure>
      </dl>
      <div className="answer-body">
        <Narrative incident={incident} />
        <Blame incident={incident} />
      </div>
    </section>
  );
}

function Figure({ name, figure, children }: { name: string; figure: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong className="num">{figure}</strong>
        <span>{children}</span>
      </dd>
    </div>
  );
}

function Blame({ incident: { blame, no_blame, evidence } }: { incident: Incident }) {
  return (
    <div className="blame">
      <h2>{blame === null ? "No commit blamed" : "Blamed commit"}</h2>
      {blame === null ? (
        <p className="breakable">{no_blame ?? "None fits."}</p>
      ) : (
        <>
          <p className="blame-commit breakable">{blame.message}</p>
          <dl className="facts">
            <dt>Commit</dt>
            <dd className="mono">{blame.sha.slice(0, 12)}</dd>
            <dt>Repository</dt>
            <dd>{blame.repo}</dd>
            <dt>Committed</dt>
            <dd>
              <Moment at={blame.committed_at} />
            </dd>
            <dt>Why</dt>
            <dd>{blame.why}</dd>
          </dl>
        </>
      )}
      <p className="muted">Stands on {plural(evidence.length, "piece")} of evidence, below.</p>
    </div>
  );
}
