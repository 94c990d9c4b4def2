import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link } from "react-router";

import { plural, usd, words } from "../format.ts";
import { incidentQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { Loaded } from "../ui/loaded.tsx";
import "./incident-preview.css";

/** Whoever walks the list with j and k passes many incidents: only where they rest one is asked for. */
const REST_MS = 120;

function useRested(id: string): string {
  const [rested, setRested] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setRested(id), REST_MS);
    return () => clearTimeout(timer);
  }, [id]);
  return rested;
}

/** The answer of one incident, beside the list. */
export function IncidentPreview({ id }: { id: string }) {
  const query = useQuery({ ...incidentQuery(useRested(id)), placeholderData: (before) => before });
  return (
    <aside className="card incident-preview" aria-label="Preview" aria-busy={query.isPlaceholderData}>
      <Loaded query={query} what="the incident" lines={6}>
        {(incident) => <Told incident={incident} />}
      </Loaded>
    </aside>
  );
}

function Told({ incident }: { incident: Incident }) {
  const { id, title, cost_usd, projected_6h_usd, evidence, findings, blame, narrative } = incident;
  const complete = evidence.filter((piece) => piece.complete).length;
  return (
    <>
      <div className="incident-preview-body">
        <h2 className="breakable">{title}</h2>
        <dl className="facts">
          <dt>Cost</dt>
          <dd className="num">
            {usd(cost_usd)}
            {projected_6h_usd !== null && `, ${usd(projected_6h_usd)} more in 6 h`}
          </dd>
          <dt>Blamed</dt>
          <dd>
            {blame === null ? (
              (incident.no_blame ?? "no commit")
            ) : (
              <>
                <span className="mono">{blame.sha.slice(0, 7)}</span> {blame.message}
              </>
            )}
          </dd>
          <dt>Found by</dt>
          <dd>{[...new Set(findings.map(({ detector }) => words(detector)))].join(", ")}</dd>
          <dt>Evidence</dt>
          <dd>
            {plural(evidence.length, "piece")}, {complete === evidence.length ? "all" : complete} complete
          </dd>
        </dl>
        {narrative.text
          .split(/\n+/)
          .slice(0, 2)
          .map((paragraph) => (
            <p key={paragraph} className="breakable">
              {paragraph}
            </p>
          ))}
      </div>
      <p className="incident-preview-foot">
        <Link className="button button-primary" to={`/incidents/${id}`}>
          Open it
        </Link>
      </p>
    </>
  );
}
