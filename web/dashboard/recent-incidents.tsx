import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { usd } from "../format.ts";
import { topIncidentsQuery } from "../queries.ts";
import { Severity } from "../ui/badges.tsx";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import "./recent-incidents.css";

const SHOWN = 6;

/** What is wrong now, the worst first. */
export function RecentIncidents() {
  const query = useQuery(topIncidentsQuery({ limit: String(SHOWN) }));
  return (
    <section className="card" aria-labelledby="recent">
      <div className="card-head">
        <h2 id="recent">What is wrong now</h2>
        <Link to="/incidents">All incidents</Link>
      </div>
      <Loaded query={query} what="the incidents" lines={SHOWN}>
        {(active) => {
          if (active.length === 0) return <Empty title="Nothing">All that was judged is quiet.</Empty>;
          return (
            <ul className="recent">
              {active.map(({ id, title, severity, cost_usd, opened_at }) => (
                <li key={id}>
                  <Link to={`/incidents/${id}`} data-step="">
                    <Severity of={severity} />
                    <span className="recent-title">{title}</span>
                    <span className="num muted nowrap">{usd(cost_usd)}</span>
                    <span className="muted recent-when">
                      <Time at={opened_at} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}
