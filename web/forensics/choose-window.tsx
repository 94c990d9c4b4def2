import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";

import { words } from "../format.ts";
import { topIncidentsQuery } from "../queries.ts";
import { Severity } from "../ui/badges.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { useView } from "../use-view.ts";
import "./choose-window.css";

/** What to look at: the window of an incident, or any other. */
export function ChooseWindow() {
  const query = useQuery(topIncidentsQuery({ status: "all", limit: "50" }));
  return (
    <div className="choose">
      <section className="card" aria-labelledby="of-incident">
        <div className="card-head">
          <h2 id="of-incident">Of an incident</h2>
        </div>
        <Loaded query={query} what="the incidents" lines={6}>
          {(incidents) =>
            incidents.length === 0 ? (
              <Empty title="No incidents">Choose a window instead.</Empty>
            ) : (
              <ul className="choose-incidents">
                {incidents.map(({ id, title, type, severity, connection, opened_at }) => (
                  <li key={id}>
                    <Severity of={severity} />
                    <Link to={`/forensics/${id}`} data-step="" className="breakable">
                      {title}
                    </Link>
                    <span className="muted">
                      {words(type)} · {connection} · <Time at={opened_at} />
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      <WindowForm />
    </div>
  );
}

/** A moment as the field of a browser has it; times are UTC here as everywhere. */
const toField = (at: string | null): string => at?.slice(0, 16) ?? "";
const fromField = (text: string): string | null => (text === "" ? null : `${text}:00.000Z`);

function WindowForm() {
  const view = useView();
  const { data: incidents = [] } = useQuery(topIncidentsQuery({ status: "all", limit: "50" }));
  const [from, setFrom] = useState(toField(view.get("from")));
  const [to, setTo] = useState(toField(view.get("to")));
  const [connection, setConnection] = useState(view.get("connection") ?? "");
  const connections = [...new Set(incidents.map((one) => one.connection))].toSorted();
  return (
    <form
      className="card"
      aria-labelledby="of-window"
      onSubmit={(event) => {
        event.preventDefault();
        view.set({ from: fromField(from), to: fromField(to), connection });
      }}
    >
      <div className="card-head">
        <h2 id="of-window">Of any window</h2>
      </div>
      <div className="card-body stack">
        <label className="field">
          <span>From (UTC)</span>
          <input
            className="input"
            type="datetime-local"
            required
            value={from}
            onChange={({ target }) => setFrom(target.value)}
          />
        </label>
        <label className="field">
          <span>To (UTC, empty for now)</span>
          <input
            className="input"
            type="datetime-local"
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
        </label>
        <label className="field">
          <span>Connection</span>
          <input
            className="input"
            list="connections"
            placeholder="all"
            value={connection}
            onChange={({ target }) => setConnection(target.value)}
          />
          <datalist id="connections">
            {connections.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </datalist>
        </label>
        <button type="submit" className="button button-primary">
          Look
        </button>
      </div>
    </form>
  );
}
