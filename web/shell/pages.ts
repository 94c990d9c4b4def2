import {
  ApprovalsIcon,
  DashboardIcon,
  DigestIcon,
  ForensicsIcon,
  IncidentsIcon,
  QualityIcon,
  RiskIcon,
  SqlIcon,
  SystemIcon,
} from "../ui/icons.tsx";

/** The pages as the navigation, the palette and the shortcuts offer them; `key` comes after g. */
export const PAGES = [
  { path: "/", name: "Dashboard", key: "d", Icon: DashboardIcon },
  { path: "/incidents", name: "Incidents", key: "i", Icon: IncidentsIcon },
  { path: "/forensics", name: "Forensics", key: "f", Icon: ForensicsIcon },
  { path: "/risk", name: "Risk", key: "r", Icon: RiskIcon },
  { path: "/quality", name: "Quality", key: "q", Icon: QualityIcon },
  { path: "/approvals", name: "Approvals", key: "a", Icon: ApprovalsIcon },
  { path: "/digest", name: "Digest", key: "w", Icon: DigestIcon },
  { path: "/sql", name: "SQL console", key: "s", Icon: SqlIcon },
  { path: "/settings", name: "Settings", key: "y", Icon: SystemIcon },
] as const;
