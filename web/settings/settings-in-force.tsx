import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { plural } from "../format.ts";
import { settingsQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";
import "./settings-in-force.css";

/** What a part holds, in one line. */
function gistOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : plural(value.length, "entry", "entries");
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return "as it comes";
  return entries
    .map(([name, one]) => (typeof one === "object" ? name : `${name} ${JSON.stringify(one)}`))
    .join(", ");
}

/** Everything in settings.json with its defaults, as it is in force. */
export function SettingsInForce() {
  const query = useQuery(settingsQuery);
  return (
    <section className="card" aria-labelledby="settings">
      <div className="card-head">
        <h2 id="settings">Settings in force</h2>
        <span className="muted">changed in settings.json; no restart needed</span>
      </div>
      <Loaded query={query} what="the settings" lines={12}>
        {({ settings, fixed }) => (
          <div>
            <p className="settings-note muted">
              The limits of detectors can also be changed under <Link to="/settings">Thresholds</Link>.
              {fixed.map(({ path, variable }) => (
                <span key={path}>
                  {" "}
                  <code>{path}</code> is set by <code>{variable}</code>.
                </span>
              ))}
            </p>
            {Object.entries(settings).map(([name, value]) => (
              <details key={name} className="settings-part">
                <summary>
                  <span className="mono">{name}</span>
                  <span className="settings-gist muted">{gistOf(value)}</span>
                </summary>
                <pre className="code-block" tabIndex={0} role="region" aria-label={`Settings of ${name}`}>
                  {JSON.stringify(value, null, 2)}
                </pre>
              </details>
            ))}
          </div>
        )}
      </Loaded>
    </section>
  );
}
