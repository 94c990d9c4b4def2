import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";

import { approvalsQuery, incidentCountsQuery, sessionQuery } from "../queries.ts";
import { SearchIcon } from "../ui/icons.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { useLive } from "../use-live.ts";
import { Account } from "./account.tsx";
import { Palette } from "./palette.tsx";
import { PAGES } from "./pages.ts";
import "./shell.css";
import "./shell-narrow.css";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { SignInAgain } from "./sign-in-again.tsx";
import { SignIn } from "./sign-in.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/**
 * What is around every page; whoever is not signed in sees the sign-in instead. A session that ends in the middle of
 * work leaves the work where it is, under the question for the key.
 */
export function Shell() {
  const session = useQuery(sessionQuery);
  const principal = session.data?.principal ?? null;
  const [last, setLast] = useState<typeof principal>(null);
  // Signing out forgets what was asked for, the session too; one that ran out is answered with nobody.
  const now = session.data === undefined ? null : (principal ?? last);
  if (now !== last) setLast(now);
  return (
    <Loaded query={session} what="the page">
      {() =>
        now === null ? (
          <SignIn />
        ) : (
          <>
            <House name={now.name} role={now.role} />
            {principal === null && <SignInAgain name={now.name} />}
          </>
        )
      }
    </Loaded>
  );
}

function House({ name, role }: { name: string; role: string }) {
  const live = useLive();
  const [over, setOver] = useState<"palette" | "help" | null>(null);
  useShortcuts({ palette: () => setOver("palette"), help: () => setOver("help") });
  const main = useFocusOnPageChange();
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="side">
        <NavLink to="/" className="brand" aria-label="Sentinel, dashboard">
          <img src="/icon.svg" alt="" width="24" height="24" />
          <span>Sentinel</span>
        </NavLink>
        <button type="button" className="find" onClick={() => setOver("palette")}>
          <SearchIcon />
          <span>Find</span>
          <kbd className="kbd">Ctrl K</kbd>
        </button>
        <nav aria-label="Pages">
          <ul>
            {PAGES.map(({ path, name: label, Icon }) => (
              <li key={path}>
                <NavLink to={path} end={path === "/"} className="nav-link">
                  <Icon size={18} />
                  <span>{label}</span>
                  {path === "/incidents" && <OpenIncidents />}
                  {path === "/approvals" && <WaitingApprovals />}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <Account name={name} role={role} live={live} help={() => setOver("help")} />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      {over === "palette" && <Palette close={() => setOver(null)} />}
      {over === "help" && <ShortcutHelp close={() => setOver(null)} />}
      <ScrollRestoration />
    </div>
  );
}

/** A new page is read from its start; a change within a page leaves the focus where it is. */
function useFocusOnPageChange() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    document.querySelector(".nav-link.active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function OpenIncidents() {
  const { data } = useQuery(incidentCountsQuery());
  return <Figure of={data?.status["open"] ?? 0} what="open" />;
}

function WaitingApprovals() {
  const { data = [] } = useQuery(approvalsQuery);
  return <Figure of={data.filter(({ status }) => status === "proposed").length} what="waiting" />;
}

const Figure = ({ of, what }: { of: number; what: string }) =>
  of === 0 ? null : (
    <span className="nav-figure num">
      {of}
      <span className="visually-hidden"> {what}</span>
    </span>
  );
