import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";

import { PAGES } from "./pages.ts";

/** Between the g and the letter of a page. */
const CHORD_MS = 1_500;

/** Keys belong to what is being typed into, and to an open dialog. */
function isTaken(target: EventTarget | null): boolean {
  const element = target instanceof HTMLElement ? target : null;
  const typing = element?.closest("input, textarea, select, [contenteditable], .editor") ?? null;
  return typing !== null || document.querySelector("dialog[open]") !== null;
}

/** `/` goes to the page's search, marked `data-search`; j and k walk the links marked `data-step`. */
export function useShortcuts({ palette, help }: { palette: () => void; help: () => void }): void {
  const navigate = useNavigate();
  const verbs = useRef({ palette, help });
  useEffect(() => {
    verbs.current = { palette, help };
  }, [palette, help]);
  useEffect(() => {
    let chord_until = 0;
    const pressed = (event: KeyboardEvent) => {
      const { key, target } = event;
      if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k") {
        event.preventDefault();
        if (document.querySelector("dialog[open]") === null) verbs.current.palette();
        return;
      }
      if (key === "Escape" && target instanceof HTMLInputElement && "search" in target.dataset) target.blur();
      if (event.ctrlKey || event.metaKey || event.altKey || isTaken(target)) return;
      if (event.timeStamp < chord_until) {
        chord_until = 0;
        const page = PAGES.find((one) => one.key === key);
        if (page !== undefined) {
          event.preventDefault();
          void navigate(page.path);
        }
        return;
      }
      if (key === "g") chord_until = event.timeStamp + CHORD_MS;
      else if (key === "?") verbs.current.help();
      else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
      else if (key === "/") {
        const search = document.querySelector<HTMLElement>("[data-search]");
        if (search !== null) {
          event.preventDefault();
          search.focus();
        }
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [navigate]);
}

function step(by: 1 | -1): void {
  const steps = [...document.querySelectorAll<HTMLElement>("[data-step]")];
  const here = steps.findIndex((one) => one.contains(document.activeElement));
  const next = here < 0 ? steps[by === 1 ? 0 : steps.length - 1] : steps[here + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
