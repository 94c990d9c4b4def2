import type { ReactNode } from "react";

const draw = (paths: ReactNode) =>
  function Icon({ size = 16 }: { size?: number }) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {paths}
      </svg>
    );
  };

export const DashboardIcon = draw(<path d="M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z" />);
export const IncidentsIcon = draw(<path d="M12 3.5 2.8 19.5h18.4zM12 10v4M12 16.8v.2" />);
export const ApprovalsIcon = draw(
  <path d="M12 3l8 3v6c0 4.5-3.2 7.8-8 9-4.8-1.2-8-4.5-8-9V6zM8.8 12l2.2 2.2 4.2-4.4" />,
);
export const ForensicsIcon = draw(
  <path d="M5 6.5a2 2 0 1 0 .01 0M5 17.5a2 2 0 1 0 .01 0M19 12a2 2 0 1 0 .01 0M7 8.5c4 0 5 5 10 5M7 19c5 0 5-4 10-5" />,
);
export const RiskIcon = draw(
  <path d="M6.5 4.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM6.5 15.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM17.5 15.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM6.5 8.5v7M17.5 15.5V9.5a3 3 0 0 0-3-3H11M13.5 4L11 6.5 13.5 9" />,
);
export const QualityIcon = draw(
  <path d="M8 4.5c-2 0-2.5 1-2.5 3s0 4-2 4.5c2 .5 2 2.5 2 4.5s.5 3 2.5 3M16 4.5c2 0 2.5 1 2.5 3s0 4 2 4.5c-2 .5-2 2.5-2 4.5s-.5 3-2.5 3M9.5 12l2 2 3.5-4" />,
);
export const DigestIcon = draw(
  <path d="M4 5h13v14H6a2 2 0 0 1-2-2zM17 9h3v8a2 2 0 0 1-2 2h-1M7.5 9h6M7.5 12.5h6M7.5 16h3.5" />,
);
export const SqlIcon = draw(<path d="M4 5h16v14H4zM7.5 9.5l3 2.5-3 2.5M12.5 15h4" />);
export const SystemIcon = draw(<path d="M4 5h16v5H4zM4 14h16v5H4zM7.5 7.5h.01M7.5 16.5h.01" />);
export const SearchIcon = draw(<path d="M11 4.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM16 16l4 4" />);
export const SunIcon = draw(
  <path d="M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4" />,
);
export const MoonIcon = draw(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />);
export const ScreenIcon = draw(<path d="M3.5 5h17v11h-17zM9 20h6M12 16v4" />);
export const CloseIcon = draw(<path d="M6 6l12 12M18 6L6 18" />);
export const BackIcon = draw(<path d="M14.5 5.5L8 12l6.5 6.5" />);
export const LinkIcon = draw(
  <path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.5-1.5" />,
);
export const DownloadIcon = draw(<path d="M12 4v11M7.5 10.5L12 15l4.5-4.5M5 20h14" />);
export const ChevronIcon = draw(<path d="M9 6l6 6-6 6" />);
export const WarnIcon = draw(<path d="M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8.5v4.5M12 15.8v.2" />);
export const EyeIcon = draw(
  <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z" />,
);
