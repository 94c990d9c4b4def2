import { useMutation, useQuery } from "@tanstack/react-query";

import { api } from "../api.ts";
import { plural } from "../format.ts";
import { auditQuery } from "../queries.ts";
import { read } from "../read.ts";
import { Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import "./audit-log.css";

/** Who did what, the newest first, chained by hashes that can be checked. */
export function AuditLog() {
  const query = useQuery(auditQuery);
  return (
    <section className="card" aria-labelledby="audit">
      <div className="card-head">
        <h2 id="audit">Audit log</h2>
        <Verify />
      </div>
      <Loaded query={query} what="the audit log" lines={10}>
        {(lines) => (
          <div className="audit" role="region" aria-labelledby="audit" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">#</th>
                  <th scope="col">When</th>
                  <th scope="col">What</th>
                  <th scope="col">Who</th>
                  <th scope="col">About</th>
                  <th scope="col">More</th>
                </tr>
              </thead>
              <tbody>
                {lines.map(({ seq, at, kind, actor, via, subject, data }) => (
                  <tr key={seq}>
                    <td className="num muted">{seq}</td>
                    <td className="nowrap num">
                      <Moment at={at} />
                    </td>
                    <td className="nowrap">{kind}</td>
                    <td>
                      {actor} <span className="muted">{via}</span>
                    </td>
                    <td className="mono">{subject}</td>
                    <td className="mono audit-data">{JSON.stringify(data)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Verify() {
  const check = useMutation({ mutationFn: () => read(api.audit.verify.$get()) });
  return (
    <div className="row">
      <span role="status">
        {check.data !== undefined && (
          <span className={`badge ${check.data.ok ? "tone-good" : "tone-critical"}`}>
            {check.data.ok
              ? `The chain of ${plural(check.data.entries, "entry", "entries")} holds`
              : `Broken: ${check.data.problems[0]?.why ?? "see sentinel audit verify"}`}
          </span>
        )}
        {check.isError && <span className="badge tone-high">{check.error.message}</span>}
      </span>
      <button type="button" className="button" disabled={check.isPending} onClick={() => check.mutate()}>
        {check.isPending ? "Checking…" : "Verify the chain"}
      </button>
    </div>
  );
}
