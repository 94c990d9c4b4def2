import { createBrowserRouter } from "react-router";

import { ApprovalsPage } from "./pages/approvals.tsx";
import { CrashedPage, MissingPage } from "./pages/missing.tsx";
import { DashboardPage } from "./pages/dashboard.tsx";
import { IncidentPage } from "./pages/incident.tsx";
import { IncidentsPage } from "./pages/incidents.tsx";
import { Shell } from "./shell/shell.tsx";

/** Every page and its address. Those with an editor, a graph or long lists load when they are opened. */
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
        { path: "sql", lazy: async () => ({ Component: (await import("./pages/sql.tsx")).SqlPage }) },
        {
          path: "system",
          lazy: async () => ({ Component: (await import("./pages/system.tsx")).SystemPage }),
        },
        { path: "*", Component: MissingPage },
      ],
    },
  ]);
