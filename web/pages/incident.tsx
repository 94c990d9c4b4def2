import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { Answer } from "../incidents/answer.tsx";
import { Decisions } from "../incidents/decisions.tsx";
import { EvidenceList } from "../incidents/evidence-list.tsx";
import { Feedback } from "../incidents/feedback.tsx";
import { Findings } from "../incidents/findings.tsx";
import "../incidents/incident.css";
import { ProposedActions } from "../incidents/proposed-actions.tsx";
import { Timeline } from "../incidents/timeline.tsx";
import { words } from "../format.ts";
import { incidentQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { Severity, Status } from "../ui/badges.tsx";
import { BackIcon } from "../ui/icons.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { usePageTitle } from "../use-page-title.ts";

/** One incident: the answer first, then what it stands on. */
export function IncidentPage() {
  const { id = "" } = useParams();
  const query = useQuery(incidentQuery(id));
  usePageTitle(query.data?.title ?? id);
  return (
    <div className="page">
      <Link to="/incidents" className="incident-back">
        <BackIcon /> Incidents
      </Link>
      {query.data === undefined && <h1 className="visually-hidden">Incident {id}</h1>}
      <Loaded query={query} what="the incident" lines={10}>
        {(incident) => <Whole incident={incident} />}
      </Loaded>
    </div>
  );
}

function Whole({ incident }: { incident: Incident }) {
  const { id, title, severity, status, type, connection, opened_at, acknowledged_by, former } = incident;
  return (
    <>
      <header className="stack">
        <div className="row">
          <Severity of={severity} />
          <Status of={status} />
          <span className="muted">
            {words(type)} · {connection} · <span className="mono">{id}</span> · opened <Time at={opened_at} />
            {acknowledged_by !== null && <> · taken by {acknowledged_by}</>}
          </span>
        </div>
        <h1 className="breakable">{title}</h1>
        {former !== null && (
          <p>
            The same trouble as <Link to={`/incidents/${former}`}>{former}</Link>, which was resolved.
          </p>
        )}
        <Decisions incident={incident} />
      </header>
      <Answer incident={incident} />
      <ProposedActions incident={incident} />
      <EvidenceList incident={incident} />
      <div className="incident-pair">
        <Timeline id={id} />
        <div className="stack">
          <Findings incident={incident} />
          <Feedback incident={incident} />
        </div>
      </div>
    </>
  );
}
