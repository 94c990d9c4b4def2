import { Link } from "react-router";

import { percent, plural } from "../format.ts";
import type { Quality } from "../types.ts";
import { Empty } from "../ui/loaded.tsx";
import "../ui/desk.css";
import "../ui/queue.css";
import { SearchField } from "../ui/search-field.tsx";
import { useView } from "../use-view.ts";
import { FeatureDetail } from "./feature-detail.tsx";
import { FormStatus } from "./form-status.tsx";

type Feature = Quality["features"][number];

/** Every feature with the forms that its outputs had, those whose form changed first. */
export function FeatureDesk({ features }: { features: Feature[] }) {
  const view = useView();
  const wanted = view.get("q") ?? "";
  const [name, connection] = [view.get("feature"), view.get("connection")];
  const shown = features
    .filter((one) => `${one.feature} ${one.connection}`.toLowerCase().includes(wanted.toLowerCase()))
    .toSorted((one, other) => Number(isDrifted(other)) - Number(isDrifted(one)));
  const asked = features.find(
    (one) => one.feature === name && (connection === null || one.connection === connection),
  );
  const chosen = asked ?? (name === null ? shown[0] : undefined);
  return (
    <section className="stack" aria-labelledby="features">
      <div className="features-head">
        <h2 id="features">Forms of outputs</h2>
        {features.length > 0 && (
          <SearchField
            label="Search features"
            placeholder="Feature or connection"
            value={wanted}
            change={(text) => view.set({ q: text }, "same")}
          />
        )}
      </div>
      {features.length === 0 ? (
        <div className="card">
          <Empty title="No form is kept yet">
            A scan keeps the form of every feature that has answered at least twenty times.
          </Empty>
        </div>
      ) : (
        <div className={name === null ? "desk" : "desk desk-chosen"}>
          <div className="desk-queue">
            {shown.length === 0 ? (
              <div className="card">
                <Empty title="No feature fits" />
              </div>
            ) : (
              <ul className="card queue features">
                {shown.map((one) => (
                  <FeatureLine
                    key={`${one.connection} ${one.feature}`}
                    feature={one}
                    chosen={one === chosen}
                  />
                ))}
              </ul>
            )}
          </div>
          <div className="desk-detail">
            {chosen !== undefined && (
              <FeatureDetail key={`${chosen.connection} ${chosen.feature}`} feature={chosen} />
            )}
            {chosen === undefined && name !== null && (
              <div className="card">
                <Empty title="No form of this feature is kept">
                  <Link to={view.with({ feature: null, connection: null })}>Back to the list</Link>
                </Empty>
              </div>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

function FeatureLine({ feature, chosen }: { feature: Feature; chosen: boolean }) {
  const view = useView();
  const { connection, versions } = feature;
  const newest = versions.at(-1);
  return (
    <li>
      <Link
        to={view.with({ feature: feature.feature, connection })}
        preventScrollReset
        data-step=""
        aria-current={chosen ? "true" : undefined}
      >
        <span className="queue-title">{feature.feature}</span>
        <span className="row">
          <span>{connection}</span>
          {newest !== undefined && <FormStatus of={newest} />}
        </span>
        {newest !== undefined && (
          <span className="muted features-form">
            {plural(versions.length, "version")} · {formOf(newest.snapshot)}
          </span>
        )}
      </Link>
    </li>
  );
}

const isDrifted = ({ versions }: Feature): boolean => versions.at(-1)?.status === "drifted";

function formOf({ json_share, types }: Feature["versions"][number]["snapshot"]): string {
  if (json_share === 0) return "answers in text";
  return `${percent(json_share)} JSON, ${plural(Object.keys(types).length, "key")}`;
}
