import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { SourceHealth } from "../dashboard/source-health.tsx";
import { settingsQuery } from "../queries.ts";
import { JobList } from "../system/job-list.tsx";
import { KeyList } from "../system/key-list.tsx";
import "../system/system.css";
import { Loaded } from "../ui/loaded.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

const TABS = { jobs: "Jobs", sources: "Sources", keys: "Keys", settings: "Settings in force" } as const;
type Tab = keyof typeof TABS;

/** Sentinel itself: what runs, what it reads, who may use it, and by which settings. */
export function SystemPage() {
  usePageTitle("System");
  const view = useView();
  const tab = (Object.keys(TABS) as Tab[]).find((one) => one === view.get("show")) ?? "jobs";
  return (
    <div className="page">
      <div className="page-head">
        <h1>System</h1>
      </div>
      <nav className="row" aria-label="Parts of the system">
        {(Object.keys(TABS) as Tab[]).map((one) => (
          <Link
            key={one}
            className="chip"
            to={view.with({ show: one === "jobs" ? null : one })}
            aria-current={one === tab ? "page" : undefined}
          >
            {TABS[one]}
          </Link>
        ))}
      </nav>
      {tab === "jobs" && <JobList />}
      {tab === "sources" && (
        <>
          <SourceHealth />
          <p>
            <Link to="/coverage">Every table with its coverage and gaps</Link>
          </p>
        </>
      )}
      {tab === "keys" && <KeyList />}
      {tab === "settings" && <SettingsInForce />}
    </div>
  );
}

function SettingsInForce() {
  const query = useQuery(settingsQuery);
  return (
    <section className="card" aria-labelledby="settings">
      <div className="card-head">
        <h2 id="settings">Settings in force</h2>
        <span className="muted">changed in settings.json; no restart needed</span>
      </div>
      <Loaded query={query} what="the settings" lines={12}>
        {({ settings, problem }) => (
          <div className="card-body stack">
            {problem !== null && (
              <p className="system-problem" role="alert">
                The file is not in force: {problem}
              </p>
            )}
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
