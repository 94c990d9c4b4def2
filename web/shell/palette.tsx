import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";

import { approvalsQuery, libraryQuery, topIncidentsQuery } from "../queries.ts";
import { Dialog } from "../ui/dialog.tsx";
import { PAGES } from "./pages.ts";
import "./palette.css";

type Entry = { to: string; kind: string; text: string; words: string };

const MOST_SHOWN = 12;

/** Everything that has an address, found by any of its words. */
export function Palette({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const list = useId();
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const found = matching(useEntries(wanted), wanted).slice(0, MOST_SHOWN);
  const chosen = Math.min(at, found.length - 1);
  const go = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    close();
    void navigate(entry.to);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter") go(found[chosen]);
    else if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Find" close={close} wide>
      <input
        className="input palette-input"
        role="combobox"
        aria-label="A page, an incident, an approval or a query"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found.length === 0 ? undefined : `${list}-${chosen}`}
        aria-autocomplete="list"
        placeholder="A page, an incident, an approval or a query"
        value={wanted}
        onChange={({ target }) => {
          setWanted(target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <div id={list} role="listbox" aria-label="Found" className="palette-list">
        {found.map((entry, index) => (
          // The keyboard chooses through the input, which keeps the focus.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={`${entry.kind} ${entry.to}`}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => go(entry)}
          >
            <span className="palette-text">{entry.text}</span>
            <span className="muted">{entry.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="muted">Nothing has these words.</p>}
    </Dialog>
  );
}

function useEntries(wanted: string): Entry[] {
  // Thousands of incidents are searched where they are; the words of a page's kind find nothing there.
  const q = useDeferredValue(wanted).replaceAll(/\b(page|incident|approval|query)\b/gi, " ");
  const { data: incidents = [] } = useQuery(
    topIncidentsQuery({ status: "all", q: q.trim(), limit: String(MOST_SHOWN) }),
  );
  const { data: approvals = [] } = useQuery(approvalsQuery);
  const { data: library = [] } = useQuery(libraryQuery);
  return [
    ...PAGES.map(({ path, name }) => ({ to: path, kind: "page", text: name, words: "" })),
    { to: "/coverage", kind: "page", text: "Coverage", words: "gaps freshness" },
    { to: "/digest?show=preview", kind: "page", text: "Preview of the next digest", words: "week" },
    ...incidents.map(({ id, title, type, connection }) => ({
      to: `/incidents/${id}`,
      kind: "incident",
      text: title,
      words: `${id} ${type} ${connection}`,
    })),
    ...incidents.map(({ id, title, type, connection }) => ({
      to: `/forensics/${id}`,
      kind: "graph",
      text: title,
      words: `forensics ${id} ${type} ${connection}`,
    })),
    ...approvals.map(({ id, preview, incident_id }) => ({
      to: `/approvals?show=all&id=${id}`,
      kind: "approval",
      text: preview.title,
      words: `${id} ${incident_id}`,
    })),
    ...library.map(({ id, question }) => ({
      to: `/sql?query=${id}`,
      kind: "query",
      text: question,
      words: id,
    })),
  ];
}

function matching(entries: Entry[], wanted: string): Entry[] {
  const parts = wanted.toLowerCase().split(/\s+/);
  return entries.filter(({ text, kind, words }) => {
    const all = `${text} ${kind} ${words}`.toLowerCase();
    return parts.every((part) => all.includes(part));
  });
}
