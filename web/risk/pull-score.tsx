import { Link } from "react-router";

import { plural, points } from "../format.ts";
import type { PullAssessment } from "../types.ts";
import { ScoreBar } from "./score-bar.tsx";
import { ScoreTerms } from "./score-terms.tsx";

type Assessment = PullAssessment["assessment"];

/** The answer: the score with its terms, the files that weigh most, and what would lower it. */
export function PullScore({ assessment }: { assessment: Assessment }) {
  const { says, score, threshold, terms, reasons, would_lower, coverage } = assessment;
  return (
    <section className="card pull-score" aria-labelledby="score">
      <div className="card-body stack">
        <h2 id="score">{says}</h2>
        {score === null ? (
          <p>
            Nothing is known of what changes of these files do, which is not the same as safe. A merge that
            touches them is measured within a day.
          </p>
        ) : (
          <>
            <div className="pull-bar">
              <ScoreBar terms={terms} threshold={threshold} />
            </div>
            <ScoreTerms terms={terms} />
          </>
        )}
        <p className="muted">
          Stands on {coverage.files_measured} of {plural(coverage.changed_files, "file")} and{" "}
          {coverage.measured_merges} of {plural(coverage.merges, "merge")}
          {coverage.since !== null && ` since ${coverage.since.slice(0, 10)}`}.
        </p>
        {coverage.notes.length > 0 && (
          <ul className="pull-notes">
            {coverage.notes.map((note) => (
              <li key={note} className="breakable">
                {note}
              </li>
            ))}
          </ul>
        )}
      </div>
      {score !== null && (
        <div className="card-body stack pull-reasons">
          <h3>What weighs most</h3>
          {reasons.length === 0 && <p className="muted">No file by itself.</p>}
          <ul className="stack">
            {reasons.map((reason) => (
              <Reason key={reason.path} reason={reason} assessment={assessment} />
            ))}
          </ul>
          {would_lower.length > 0 && (
            <>
              <h3>What would lower it</h3>
              <ul className="pull-lower">
                {would_lower.map(({ what, score: then }) => (
                  <li key={what}>
                    <span className="breakable">{what}</span>
                    <span className="num nowrap">to {points(then)}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </section>
  );
}

function Reason({ reason, assessment }: { reason: Assessment["reasons"][number]; assessment: Assessment }) {
  const { path, points: weight, text, worst, incidents } = reason;
  const { repo, connection } = assessment;
  const file = new URLSearchParams({ repo, ...(connection !== null && { connection }), file: path });
  return (
    <li>
      <Link to={`/risk?${file}`} className="risk-path">
        {path}
      </Link>{" "}
      <span className="num muted nowrap">{points(weight)} points</span>
      <p className="breakable">
        {text}
        {worst !== null && (
          <>
            ; most after{" "}
            {worst.number === null ? (
              <span className="mono">{worst.sha.slice(0, 7)}</span>
            ) : (
              <Link to={`/risk/${repo}/${worst.number}`}>#{worst.number}</Link>
            )}{" "}
            on {worst.live_at.slice(0, 10)}
          </>
        )}
        {incidents.map((id) => (
          <span key={id}>
            {" · "}
            <Link to={`/incidents/${id}`}>{id}</Link>
          </span>
        ))}
      </p>
    </li>
  );
}
