import type { TraceStep } from "../types.ts";
import { Moment } from "../ui/time.tsx";

/** Errors that Sentry saw in the trace, and what it was scored. */
export function BesideSteps({ steps }: { steps: TraceStep[] }) {
  if (steps.length === 0) return null;
  return (
    <section className="card" aria-labelledby="beside">
      <div className="card-head">
        <h2 id="beside">Errors and scores</h2>
      </div>
      <ul className="trace-beside">
        {steps.map(({ kind, id, name, level, detail, started_at }) => (
          <li key={`${kind} ${id}`}>
            <span className={`badge ${kind === "sentry_event" ? "tone-critical" : "tone-info"}`}>
              {kind === "sentry_event" ? (level ?? "error") : "score"}
            </span>
            <span className="breakable">
              {name} {detail !== null && <span className="muted">{detail}</span>}
            </span>
            <time dateTime={started_at} className="num muted nowrap">
              <Moment at={started_at} />
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}
