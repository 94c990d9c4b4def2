import { useQuery } from "@tanstack/react-query";

import { settingsQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";

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
          <div className="card-body stack">
            {fixed.map(({ path, variable }) => (
              <p key={path} className="muted">
                <code>{path}</code> is set by <code>{variable}</code>.
              </p>
            ))}
            {Object.entries(settings).map(([name, value]) => (
              <details key={name}>
                <summary>{name}</summary>
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
