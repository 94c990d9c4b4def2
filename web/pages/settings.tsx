import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { settingsQuery } from "../queries.ts";
import { JobList } from "../settings/job-list.tsx";
import { KeyList } from "../settings/key-list.tsx";
import { Policy } from "../settings/policy.tsx";
import { SettingsInForce } from "../settings/settings-in-force.tsx";
import { SourceChecks } from "../settings/source-checks.tsx";
import { Thresholds } from "../settings/thresholds.tsx";
import "../settings/settings.css";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

const TABS = {
  thresholds: "Thresholds",
  sources: "Sources",
  policy: "Policy",
  keys: "Keys",
  jobs: "Jobs",
  settings: "All settings",
} as const;
type Tab = keyof typeof TABS;
const NAMES = Object.keys(TABS) as Tab[];

/** When Sentinel speaks up, what it reads, what it may do, who may use it, and what runs by itself. */
export function SettingsPage() {
  usePageTitle("Settings");
  const view = useView();
  const tab = NAMES.find((one) => one === view.get("show")) ?? "thresholds";
  return (
    <div className="page">
      <div className="page-head">
        <h1>Settings</h1>
      </div>
      <nav className="row" aria-label="Parts of the settings">
        {NAMES.map((one) => (
          <Link
            key={one}
            className="chip"
            to={one === "thresholds" ? "/settings" : `/settings?show=${one}`}
            aria-current={one === tab ? "page" : undefined}
          >
            {TABS[one]}
          </Link>
        ))}
      </nav>
      <Problem />
      {tab === "thresholds" && <Thresholds />}
      {tab === "sources" && <SourceChecks />}
      {tab === "policy" && <Policy />}
      {tab === "keys" && <KeyList />}
      {tab === "jobs" && <JobList />}
      {tab === "settings" && <SettingsInForce />}
    </div>
  );
}

function Problem() {
  const { data } = useQuery(settingsQuery);
  if (data === undefined || data.problem === null) return null;
  return (
    <p className="settings-problem breakable" role="alert">
      The file is not in force: {data.problem}
    </p>
  );
}
