import { createBrowserRouter, redirect } from "react-router";

import { ApprovalsPage } from "./pages/approvals.tsx";
import { CrashedPage, MissingPage } from "./pages/missing.tsx";
import { DashboardPage } from "./pages/dashboard.tsx";
import { IncidentPage } from "./pages/incident.tsx";
import { IncidentsPage } from "./pages/incidents.tsx";
import { Shell } from "./shell/shell.tsx";

/** Every page and its address. Those that are not opened every day load when they are. */
export const createRouter = () =>
  createBrowserRouter([
    {
      Component: Shell,
      HydrateFallback: () => null,
      ErrorBoundary: CrashedPage,
      children: [
        { index: true, Component: DashboardPage },
        { path: "incidents", Component: IncidentsPage },
        { path: "incidents/:id", Component: IncidentPage },
        { path: "approvals", Component: ApprovalsPage },
        ...["forensics", "forensics/:incident"].map((path) => ({
          path,
          lazy: async () => ({ Component: (await import("./pages/forensics.tsx")).ForensicsPage }),
        })),
        {
          path: "traces/:trace_id",
          lazy: async () => ({ Component: (await import("./pages/trace.tsx")).TracePage }),
        },
        {
          path: "risk",
          lazy: async () => ({ Component: (await import("./pages/risk.tsx")).RiskPage }),
        },
        {
          path: "risk/:owner/:repo/:number",
          lazy: async () => ({ Component: (await import("./pages/pull.tsx")).PullPage }),
        },
        {
          path: "quality",
          lazy: async () => ({ Component: (await import("./pages/quality.tsx")).QualityPage }),
        },
        {
          path: "digest/:week?",
          lazy: async () => ({ Component: (await import("./pages/digest.tsx")).DigestPage }),
        },
        {
          path: "coverage",
          lazy: async () => ({ Component: (await import("./pages/coverage.tsx")).CoveragePage }),
        },
        { path: "sql", lazy: async () => ({ Component: (await import("./pages/sql.tsx")).SqlPage }) },
        {
          path: "settings",
          lazy: async () => ({ Component: (await import("./pages/settings.tsx")).SettingsPage }),
        },
        // Its former address, with whatever was chosen there.
        {
          path: "system",
          loader: ({ request }) => redirect(`/settings${new URL(request.url).search}`),
        },
        { path: "*", Component: MissingPage },
      ],
    },
  ]);
