import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api } from "../api.ts";
import { read } from "../read.ts";
import { MoonIcon, ScreenIcon, SunIcon } from "../ui/icons.tsx";
import { setTheme, THEMES, useTheme, type Theme } from "../ui/theme.ts";
import { useTell } from "../ui/notices.tsx";
import type { Live } from "../use-live.ts";
import { useView } from "../use-view.ts";
import { chooseZone, useZone } from "../use-zone.ts";
import { localZone } from "../zone.ts";
import "./account.css";

const ICONS = { system: ScreenIcon, light: SunIcon, dark: MoonIcon };

const LIVE = { connecting: "Connecting…", live: "Live", "not connected": "Not connected" };

type Props = { name: string; role: string; live: Live; help: () => void };

/** Who is signed in, whether the page is being told of changes, and how it looks. */
export function Account({ name, role, live, help }: Props) {
  const theme = useTheme();
  const Icon = ICONS[theme];
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] as Theme;
  const signOut = useSignOut();
  return (
    <div className="account">
      <p className={live === "live" ? "live live-on" : "live"} role="status">
        {LIVE[live]}
      </p>
      <div className="account-who">
        <span className="account-name" title={`${name}, ${role}`}>
          {name}
        </span>
        <span className="muted">{role}</span>
      </div>
      <div className="account-buttons">
        <button type="button" className="button button-quiet button-icon" onClick={() => setTheme(next)}>
          <Icon />
          <span className="visually-hidden">
            Theme: {theme}. Change to {next}
          </span>
        </button>
        <ZoneSwitch />
        <button type="button" className="button button-quiet button-icon account-help" onClick={help}>
          <span aria-hidden="true">?</span>
          <span className="visually-hidden">Keyboard shortcuts</span>
        </button>
        <button
          type="button"
          className="button button-quiet account-out"
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          Sign out
        </button>
      </div>
    </div>
  );
}

/** Whose clock all times are on; a zone that the address names gives way to what is chosen here. */
function ZoneSwitch() {
  const view = useView();
  const zone = useZone();
  const local = zone !== "UTC";
  const switchZone = () => {
    chooseZone(local ? "UTC" : "local");
    view.set({ zone: null }, "same");
  };
  return (
    <button
      type="button"
      className="button button-quiet account-zone"
      title={`Times are on the clock of ${zone}`}
      onClick={switchZone}
    >
      <span aria-hidden="true">{local ? "Local" : "UTC"}</span>
      <span className="visually-hidden">
        Times: {zone}. Change to {local ? "UTC" : `yours, ${localZone()}`}
      </span>
    </button>
  );
}

function useSignOut() {
  const client = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: () => read(api.access.session.$delete()),
    onSuccess: async () => {
      await client.resetQueries();
    },
    onError: (error) => tell.failed("Still signed in", error),
  });
}
