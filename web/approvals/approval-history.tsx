import { moment } from "../format.ts";
import type { Approval } from "../types.ts";
import "./approval-history.css";

/** Who voted, what was run, and what came of it; nothing while it only waits. */
export function ApprovalHistory({ approval }: { approval: Approval }) {
  const { votes, started_at, ended_at, status, result, error, attempts } = approval;
  if (votes.length === 0 && started_at === null && error === null && status === "proposed") return null;
  return (
    <section className="approval-history" aria-label="What was decided">
      <ol className="stack">
        {votes.map(({ by, vote, reason, via, at }) => (
          <li key={`${by} ${at}`}>
            <strong>{by}</strong> {vote === "approve" ? "approved" : "rejected"} it on {moment(at)} by {via}
            {reason !== null && <p className="breakable">“{reason}”</p>}
          </li>
        ))}
        {started_at !== null && (
          <li>
            Run at {moment(started_at)}
            {attempts > 1 && `, ${attempts} times tried`}
          </li>
        )}
        {ended_at !== null && (
          <li>
            Ended as <strong>{status}</strong> at {moment(ended_at)}
          </li>
        )}
        {status === "expired" && <li>Nobody decided in time.</li>}
      </ol>
      {error !== null && <p className="approval-error breakable">{error}</p>}
      {typeof result?.url === "string" && /^https?:\/\//.test(result.url) && (
        <a href={result.url} target="_blank" rel="noopener noreferrer">
          What was made
        </a>
      )}
    </section>
  );
}
