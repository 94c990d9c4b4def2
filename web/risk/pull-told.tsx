import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { words } from "../format.ts";
import { approvalsQuery } from "../queries.ts";
import type { Approval, PullAssessment } from "../types.ts";
import { Status } from "../ui/badges.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";

/** What was said at GitHub about this request, or waits for a decision; each through the gate. */
export function PullTold({ assessed }: { assessed: PullAssessment }) {
  const query = useQuery(approvalsQuery);
  return (
    <section className="card" aria-labelledby="told">
      <div className="card-head">
        <h2 id="told">Told at GitHub</h2>
      </div>
      <Loaded query={query} what="what was told">
        {(approvals) => {
          const own = approvals.filter((approval) => isAbout(approval, assessed));
          const refused = assessed.told?.filter(({ approval_id }) => approval_id === null) ?? [];
          if (own.length + refused.length === 0) return <Empty title="Nothing was told" />;
          return (
            <ul className="pull-told">
              {refused.map(({ action, why }) => (
                <li key={action}>
                  <span>{words(action)}</span>
                  <span className="badge">not proposed</span>
                  {why !== null && <p className="muted breakable">{why}</p>}
                </li>
              ))}
              {own.map(({ id, action, status, rule, decided_at, proposed_at, error, result }) => (
                <li key={id}>
                  <Link to={`/approvals?show=all&id=${id}`}>{words(action)}</Link>
                  <Status of={status} />
                  <p className="muted breakable">
                    <Time at={decided_at ?? proposed_at} /> · {rule}
                    {error !== null && `: ${error}`}
                    {result?.url?.startsWith("https://github.com/") === true && (
                      <>
                        {" · "}
                        <a href={result.url} target="_blank" rel="noopener noreferrer">
                          see it
                        </a>
                      </>
                    )}
                  </p>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

/** A comment or review names the request, a status the commit that is its newest. */
function isAbout({ incident_id, resource }: Approval, { pull }: PullAssessment): boolean {
  if (incident_id !== null) return false;
  return resource === `${pull.repo}#${pull.number}` || resource === `${pull.repo}@${pull.head_sha}`;
}
