import { lazy, Suspense } from "react";

import type { PullAssessment } from "../types.ts";

const Comment = lazy(async () => ({ default: (await import("../ui/comment.tsx")).Comment }));

/** The comment as GitHub will show it, and the status of the commit; where nothing is written, why not. */
export function PullComment({ assessed: { body, posting, status } }: { assessed: PullAssessment }) {
  return (
    <section className="card" aria-labelledby="comment">
      <div className="card-head">
        <h2 id="comment">The comment as GitHub shows it</h2>
      </div>
      <div className="card-body stack">
        {!posting.comment && (
          <p className="pull-silent">Not written: {posting.why_not ?? "it may not be told"}.</p>
        )}
        <Suspense
          fallback={
            <pre className="code-block" aria-busy>
              {body}
            </pre>
          }
        >
          <div className="comment-frame">
            <Comment text={body} />
          </div>
        </Suspense>
        <p className="row">
          <span className={`badge ${status.state === "success" ? "tone-good" : "tone-critical"}`}>
            {status.state}
          </span>
          <span className="mono">sentinel/risk</span>
          <span className="muted breakable">{status.description}</span>
        </p>
      </div>
    </section>
  );
}
