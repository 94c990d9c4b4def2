import { ApprovalsIcon, DashboardIcon, IncidentsIcon, SqlIcon, SystemIcon } from "../ui/icons.tsx";

/** The pages as the navigation, the palette and the shortcuts offer them; `key` comes after g. */
export const PAGES = [
  { path: "/", name: "Dashboard", key: "d", Icon: DashboardIcon },
  { path: "/incidents", name: "Incidents", key: "i", Icon: IncidentsIcon },
  { path: "/approvals", name: "Approvals", key: "a", Icon: ApprovalsIcon },
  { path: "/sql", name: "SQL console", key: "s", Icon: SqlIcon },
  { path: "/settings", name: "Settings", key: "y", Icon: SystemIcon },
] as const;
