import { useQuery } from "@tanstack/react-query";

import { plural, span } from "../format.ts";
import { askQuery } from "../queries.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import "./source-health.css";
import { sourcesOf } from "./sources-of.ts";

const NAMES: Record<string, string> = { github: "GitHub", pagerduty: "PagerDuty", otel: "OpenTelemetry" };
const MINUTE_MS = 60_000;

/** Which systems are read, up to when, and where something is missing. */
export function SourceHealth() {
  const fresh = useQuery(askQuery("freshness"));
  const gaps = useQuery(askQuery("coverage_gaps"));
  return (
    <section className="card" aria-labelledby="sources">
      <div className="card-head">
        <h2 id="sources">Sources</h2>
      </div>
      <Loaded query={fresh} what="the sources">
        {({ rows }) => {
          const sources = sourcesOf(rows, gaps.data?.rows ?? []);
          if (sources.length === 0) {
            return (
              <Empty title="Nothing is connected yet">
                <code>sentinel init</code> writes the credentials of a source, <code>sentinel sync</code>{" "}
                reads it.
              </Empty>
            );
          }
          return (
            <table className="sources">
              <thead>
                <tr>
                  <th scope="col">Source</th>
                  <th scope="col">Up to</th>
                  <th scope="col">Coverage</th>
                </tr>
              </thead>
              <tbody>
                {sources.map(({ source, connections, tables, lag_minutes, gaps: holes }) => (
                  <tr key={source}>
                    <th scope="row">
                      {NAMES[source] ?? source}
                      <p>
                        <span className="nowrap">{plural(tables, "table")}</span> ·{" "}
                        <span className="nowrap">{plural(connections, "connection")}</span>
                      </p>
                    </th>
                    <td className="num nowrap">
                      {lag_minutes === null ? "never" : `${span(lag_minutes * MINUTE_MS)} ago`}
                    </td>
                    <td>
                      {gaps.data === undefined ? (
                        <span className="muted">…</span>
                      ) : holes === 0 ? (
                        <span className="badge tone-good">whole</span>
                      ) : (
                        <span className="badge tone-medium">{plural(holes, "gap")}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          );
        }}
      </Loaded>
    </section>
  );
}
