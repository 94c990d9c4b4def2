import { Link } from "react-router";

import { plural } from "../format.ts";
import type { Quality } from "../types.ts";
import { Severity } from "../ui/badges.tsx";
import { Empty } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { useView } from "../use-view.ts";

/** What changed in what features answer, since when, and which commit is blamed. */
export function DriftEvents({ drifts }: { drifts: Quality["drifts"] }) {
  const view = useView();
  return (
    <section className="card" aria-labelledby="drifts">
      <div className="card-head">
        <h2 id="drifts">Drift</h2>
        {drifts.length > 0 && <span className="muted">{plural(drifts.length, "event")}</span>}
      </div>
      {drifts.length === 0 ? (
        <Empty title="No drift">Every feature that was judged answers as it did before.</Empty>
      ) : (
        <ul className="drifts">
          {drifts.map(
            ({ incident_id, connection, fingerprint, title, severity, window, blame, features, last_at }) => (
              <li key={`${connection} ${fingerprint}`}>
                <div className="row">
                  <Severity of={severity} />
                  <Link to={`/incidents/${incident_id}`} data-step="" className="drift-title">
                    {title}
                  </Link>
                </div>
                <p className="muted">
                  {connection} · since <Time at={window.from} />, last seen <Time at={last_at} />
                  {features.map((feature) => (
                    <span key={feature}>
                      {" · "}
                      <Link to={view.with({ feature, connection })} preventScrollReset>
                        form of {feature}
                      </Link>
                    </span>
                  ))}
                </p>
                <p className="breakable">
                  {blame === null ? (
                    <span className="muted">No commit is blamed.</span>
                  ) : (
                    <>
                      <span className="muted">Blamed:</span>{" "}
                      <span className="mono">{blame.sha.slice(0, 7)}</span> of {blame.repo},{" "}
                      {blame.message.split("\n", 1)[0]}
                      <span className="muted"> · {blame.why}</span>
                    </>
                  )}
                </p>
              </li>
            ),
          )}
        </ul>
      )}
    </section>
  );
}
