import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { plural } from "../format.ts";
import { evidenceQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";
import { ResultTable } from "../ui/result-table.tsx";
import { Moment } from "../ui/time.tsx";
import "./evidence-body.css";

/** A piece of evidence: what was asked, the rows as they were then, and the way to ask it again. */
export function EvidenceBody({ incident, id }: { incident: string; id: string }) {
  const query = useQuery(evidenceQuery(incident, id));
  return (
    <Loaded query={query} what={`evidence ${id}`}>
      {({ question, caveats, columns, sample, rows, sql, as_of, hash, connections, complete }) => (
        <div className="evidence-body">
          {question !== "" && <p>{question}</p>}
          {!complete && (
            <p className="evidence-hole">
              Not all data of its window had been fetched: what is missing here may exist.
            </p>
          )}
          <ResultTable columns={columns} rows={sample} label={`Rows of evidence ${id}`} />
          {sample.length < rows && (
            <p className="muted">
              The first {sample.length} of {plural(rows, "row")}.
            </p>
          )}
          {caveats.map((caveat) => (
            <p key={caveat} className="muted">
              {caveat}
            </p>
          ))}
          <dl className="facts">
            <dt>As of</dt>
            <dd>
              <Moment at={as_of} />
            </dd>
            <dt>Of</dt>
            <dd>{connections.join(", ")}</dd>
            <dt>SHA-256</dt>
            <dd className="mono">{hash}</dd>
          </dl>
          {sql !== null && (
            <details>
              <summary>SQL</summary>
              <pre className="code-block" tabIndex={0} role="region" aria-label={`SQL of evidence ${id}`}>
                {sql}
              </pre>
            </details>
          )}
          {sql !== null && (
            <div className="row">
              <Link className="button" to={`/sql?${new URLSearchParams({ sql })}`}>
                Open in console
              </Link>
            </div>
          )}
        </div>
      )}
    </Loaded>
  );
}
