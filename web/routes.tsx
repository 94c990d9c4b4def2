import { createBrowserRouter, redirect } from "react-router";

import { ApprovalsPage } from "./pages/approvals.tsx";
import { CrashedPage, MissingPage } from "./pages/missing.tsx";
import { DashboardPage } from "./pages/dashboard.tsx";
import { IncidentPage } from "./pages/incident.tsx";
import { IncidentsPage } from "./pages/incidents.tsx";
import { Shell } from "./shell/shell.tsx";

/** Every page and its address. The console and the settings load when they are opened. */
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
