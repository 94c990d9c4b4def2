import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { approvalsQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { Status } from "../ui/badges.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import "./proposed-actions.css";

/** What can be done outside, and where each of it stands; deciding is done where all of it is shown. */
export function ProposedActions({ incident: { id } }: { incident: Incident }) {
  const query = useQuery(approvalsQuery);
  const own = query.data?.filter(({ incident_id }) => incident_id === id);
  if (own?.length === 0) return null;
  return (
    <section className="card" aria-labelledby="actions">
      <div className="card-head">
        <h2 id="actions">Proposed actions</h2>
      </div>
      <Loaded query={query} what="the proposed actions" lines={2}>
        {(all) => (
          <ul className="proposed">
            {all
              .filter(({ incident_id }) => incident_id === id)
              .map((approval) => (
                <li key={approval.id}>
                  <Status of={approval.status} />
                  <span className="breakable">{approval.preview.title}</span>
                  <span className="muted">
                    {approval.status === "proposed" ? (
                      <>
                        expires <Time at={approval.expires_at} />
                      </>
                    ) : (
                      <Time at={approval.decided_at ?? approval.proposed_at} />
                    )}
                  </span>
                  <Link className="button" to={`/approvals?show=all&id=${approval.id}`}>
                    {approval.status === "proposed" ? "Review" : "See"}
                    <span className="visually-hidden"> {approval.preview.title}</span>
                  </Link>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
