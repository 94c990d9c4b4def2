import { Link } from "react-router";

import { plural } from "../format.ts";
import type { Quality, SchemaVersion } from "../types.ts";
import { BackIcon } from "../ui/icons.tsx";
import { Moment } from "../ui/time.tsx";
import { useView } from "../use-view.ts";
import { AcceptForm } from "./accept-form.tsx";
import { FeatureCurves } from "./feature-curves.tsx";
import { FormDiff } from "./form-diff.tsx";
import { FormStatus } from "./form-status.tsx";

/** One feature: its versions, what changed between two of them, and its curves. */
export function FeatureDetail({ feature }: { feature: Quality["features"][number] }) {
  const view = useView();
  const { versions, connection } = feature;
  const asked = Number(view.get("version"));
  const chosen = versions.find(({ version }) => version === asked) ?? versions.at(-1);
  if (chosen === undefined) return null;
  const before = versions.findLast(({ version }) => version < chosen.version);
  return (
    <article className="stack" aria-label={`Forms of ${feature.feature}`}>
      <Link
        to={view.with({ feature: null, connection: null, version: null })}
        className="desk-back"
        preventScrollReset
      >
        <BackIcon /> All features
      </Link>
      <div className="card">
        <header className="card-body stack">
          <div className="row">
            <FormStatus of={chosen} />
            <span className="muted">
              {connection} · drawn from {plural(chosen.snapshot.outputs, "output")}
            </span>
          </div>
          <h3 className="feature-name breakable">{feature.feature}</h3>
          <nav className="row" aria-label="Versions of the form">
            {versions.map(({ version, status }) => (
              <Link
                key={version}
                className="chip"
                preventScrollReset
                to={view.with({ feature: feature.feature, connection, version: String(version) })}
                aria-current={version === chosen.version ? "page" : undefined}
              >
                Version {version}
                {status === "drifted" && <span className="visually-hidden"> (changed)</span>}
              </Link>
            ))}
          </nav>
          <Life of={chosen} />
          {chosen.status === "drifted" && <AcceptForm version={chosen} />}
        </header>
        <FormDiff before={before} after={chosen} />
        <FeatureCurves feature={feature.feature} connection={connection} />
      </div>
    </article>
  );
}

function Life({ of }: { of: SchemaVersion }) {
  const { shape_from, last_seen_at, accepted_at, accepted_by, reason } = of;
  return (
    <dl className="facts">
      <dt>Outputs have it since</dt>
      <dd>
        <Moment at={shape_from} />
      </dd>
      <dt>Last seen</dt>
      <dd>
        <Moment at={last_seen_at} />
      </dd>
      {accepted_at !== null && (
        <>
          <dt>Accepted</dt>
          <dd>
            <Moment at={accepted_at} /> by {accepted_by}
            {reason !== null && <>: “{reason}”</>}
          </dd>
        </>
      )}
    </dl>
  );
}
