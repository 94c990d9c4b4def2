import { useCallback, useSyncExternalStore } from "react";
import { useSearchParams } from "react-router";

import { momentIn, readZone } from "./zone.ts";

/** On whose clock a person reads times where the address names no zone. */
export type ZoneChoice = "UTC" | "local";

const KEY = "sentinel.zone";
const listeners = new Set<() => void>();
let chosen = stored();

function stored(): ZoneChoice {
  try {
    return localStorage.getItem(KEY) === "local" ? "local" : "UTC";
  } catch {
    return "UTC";
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const useZoneChoice = (): ZoneChoice => useSyncExternalStore(subscribe, () => chosen);

export function chooseZone(choice: ZoneChoice): void {
  chosen = choice;
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Without storage it lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** The zone of what is shown: the one that the address names, else the chosen one. */
export function useZone(): string {
  const [params] = useSearchParams();
  const choice = useZoneChoice();
  return readZone(params.get("zone") ?? choice);
}

/** Writes moments on that zone's clock: `2026-03-02 12:04 UTC`. */
export function useMoment(): (at: string | number | Date) => string {
  const zone = useZone();
  return useCallback((at) => momentIn(at, zone), [zone]);
}
