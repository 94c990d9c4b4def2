import type { Incident } from "../types.ts";
import { Severity } from "../ui/badges.tsx";
import { words } from "../format.ts";
import "./findings.css";

/** What the detectors said, and what ties it together. */
export function Findings({ incident: { findings, links } }: { incident: Incident }) {
  return (
    <section className="card" aria-labelledby="findings">
      <div className="card-head">
        <h2 id="findings">Findings</h2>
      </div>
      <ul className="findings">
        {findings.map(({ id, severity, title, detector, fingerprint, evidence }) => (
          <li key={id}>
            <div className="row">
              <Severity of={severity} />
              <span className="muted">
                {words(detector)} · {fingerprint} · evidence {evidence.join(", ") || "none"}
              </span>
            </div>
            <p className="breakable">{title}</p>
          </li>
        ))}
      </ul>
      {links.length > 0 && (
        <ul className="findings findings-links">
          {links.map(({ kind, strength, why }) => (
            <li key={`${kind} ${why}`}>
              <div className="row">
                <span className="badge">{kind}</span>
                <span className="muted num">{Math.round(strength * 100)} % strong</span>
              </div>
              <p className="breakable">{why}</p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
