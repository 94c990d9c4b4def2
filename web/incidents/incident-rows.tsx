import { useState } from "react";
import { Link } from "react-router";

import { count, usd, words } from "../format.ts";
import type { Incident } from "../types.ts";
import { Severity, Status } from "../ui/badges.tsx";
import { Time } from "../ui/time.tsx";
import "./incident-rows.css";

/** Rows that are drawn at once: thousands of them would make every keystroke slow. */
const STEP = 100;

export function IncidentRows({ incidents }: { incidents: Incident[] }) {
  const [shown, setShown] = useState(STEP);
  const left = incidents.length - shown;
  return (
    <div className="card">
      <table className="incident-rows">
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Incident</th>
            <th scope="col">Status</th>
            <th scope="col" className="incident-rows-cost">
              Cost
            </th>
            <th scope="col">Opened</th>
          </tr>
        </thead>
        <tbody>
          {incidents.slice(0, shown).map((incident) => (
            <IncidentRow key={incident.id} incident={incident} />
          ))}
        </tbody>
      </table>
      {left > 0 && (
        <p className="incident-rows-more">
          <button type="button" className="button" onClick={() => setShown(shown + STEP)}>
            Show {count(Math.min(STEP, left))} more of {count(left)}
          </button>
        </p>
      )}
    </div>
  );
}

function IncidentRow({ incident }: { incident: Incident }) {
  const { id, severity, title, type, connection, status, blame, cost_usd, projected_6h_usd } = incident;
  return (
    <tr>
      <td>
        <Severity of={severity} />
      </td>
      <td className="incident-rows-what">
        <Link to={`/incidents/${id}`} data-step="">
          {title}
        </Link>
        <p>
          {words(type)} · {connection}
          {blame !== null && (
            <>
              {" · "}
              <span className="mono">{blame.sha.slice(0, 7)}</span> {blame.message}
            </>
          )}
        </p>
      </td>
      <td>
        <Status of={status} />
      </td>
      <td className="incident-rows-cost num">
        {usd(cost_usd)}
        {projected_6h_usd !== null && <p>+{usd(projected_6h_usd)} in 6 h</p>}
      </td>
      <td className="incident-rows-when">
        <Time at={incident.opened_at} />
      </td>
    </tr>
  );
}
