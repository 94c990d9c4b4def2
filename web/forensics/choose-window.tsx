import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { words } from "../format.ts";
import { topIncidentsQuery } from "../queries.ts";
import { Severity } from "../ui/badges.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import "./choose-window.css";
import { WindowBar } from "./window-bar.tsx";

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
      <section className="card" aria-labelledby="of-window">
        <div className="card-head">
          <h2 id="of-window">Of any window</h2>
        </div>
        <div className="card-body stack">
          <p className="muted">Of one connection or of all; a range opens it, of 14 days at most.</p>
          <WindowBar />
        </div>
      </section>
    </div>
  );
}
