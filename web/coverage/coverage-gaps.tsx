import { Link } from "react-router";

import { plural } from "../format.ts";
import { cellText } from "../ui/cell-text.ts";
import { Empty } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";

const MOST = 50;

/** Slices of the last week that were not fetched whole, with the reason. */
export function CoverageGaps({ rows }: { rows: Record<string, unknown>[] }) {
  return (
    <section className="card" aria-labelledby="gaps">
      <div className="card-head">
        <h2 id="gaps">Gaps of the last 7 days</h2>
        <Link to="/sql?query=coverage_gaps">Ask it as SQL</Link>
      </div>
      {rows.length === 0 ? (
        <Empty title="No gaps">All that was asked for was fetched whole.</Empty>
      ) : (
        <ul className="coverage-gaps">
          {rows.slice(0, MOST).map((row) => (
            <li key={`${String(row["connection"])} ${String(row["table"])} ${String(row["from_at"])}`}>
              <div className="row">
                <span className="mono">{String(row["table"])}</span>
                <span className="muted">{String(row["connection"])}</span>
                <span className={`badge ${row["state"] === "running" ? "tone-info" : "tone-medium"}`}>
                  {row["state"] === "complete"
                    ? plural(Number(row["rejected"]), "rejected row")
                    : String(row["state"])}
                </span>
              </div>
              <p className="muted num">
                <Moment at={String(row["from_at"])} /> to <Moment at={String(row["to_at"])} />
              </p>
              {row["error"] !== null && <p className="breakable">{cellText(row["error"])}</p>}
            </li>
          ))}
          {rows.length > MOST && <li className="muted">{plural(rows.length - MOST, "more gap")}</li>}
        </ul>
      )}
    </section>
  );
}
