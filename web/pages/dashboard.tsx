import { CostChart } from "../dashboard/cost-chart.tsx";
import "../dashboard/dashboard.css";
import { Figures } from "../dashboard/figures.tsx";
import { RecentIncidents } from "../dashboard/recent-incidents.tsx";
import { SamplingPanel } from "../dashboard/sampling-panel.tsx";
import { SourceHealth } from "../dashboard/source-health.tsx";
import { usePageTitle } from "../use-page-title.ts";

/** Whether somebody is needed now, and whether what says so can be trusted. */
export function DashboardPage() {
  usePageTitle("Dashboard");
  return (
    <div className="page">
      <div className="page-head">
        <h1>Dashboard</h1>
      </div>
      <Figures />
      <div className="dashboard">
        <div className="stack dashboard-wide">
          <CostChart />
          <RecentIncidents />
        </div>
        <div className="stack">
          <SourceHealth />
          <SamplingPanel />
        </div>
      </div>
    </div>
  );
}
