import type { Approval } from "../types.ts";
import { Moment } from "../ui/time.tsx";
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
            <strong>{by}</strong> {vote === "approve" ? "approved" : "rejected"} it on <Moment at={at} /> by{" "}
            {via}
            {reason !== null && <p className="breakable">“{reason}”</p>}
          </li>
        ))}
        {started_at !== null && (
          <li>
            Run at <Moment at={started_at} />
            {attempts > 1 && `, ${attempts} times tried`}
          </li>
        )}
        {ended_at !== null && (
          <li>
            Ended as <strong>{status}</strong> at <Moment at={ended_at} />
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
