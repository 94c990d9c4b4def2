import { lazy, Suspense } from "react";
import { Link } from "react-router";

import { plural, usd, words } from "../format.ts";
import type { Approval } from "../types.ts";
import { Severity, Status } from "../ui/badges.tsx";
import { BackIcon } from "../ui/icons.tsx";
import { Moment } from "../ui/time.tsx";
import { useView } from "../use-view.ts";
import "./approval-detail.css";
import { ApprovalHistory } from "./approval-history.tsx";
import { DecideButtons } from "./decide-buttons.tsx";
import { TimeLeft } from "./time-left.tsx";

const Comment = lazy(async () => ({ default: (await import("../ui/comment.tsx")).Comment }));

/** Arguments that the vendor will show as Markdown. */
const MARKDOWN = new Set(["body", "comment", "text"]);

/** Exactly what would be done: the digest is over all of it. */
export function ApprovalDetail({ approval }: { approval: Approval }) {
  const view = useView();
  const { preview, severity, status, incident_id, args, digest, action, resource } = approval;
  return (
    <article className="stack" aria-labelledby="approval-title">
      <Link to={view.with({ id: null })} className="desk-back">
        <BackIcon /> All approvals
      </Link>
      <div className="card">
        <header className="card-body stack">
          <div className="row">
            <Severity of={severity} />
            <Status of={status} />
            {status === "proposed" && (
              <span className="muted">
                <TimeLeft approval={approval} />
              </span>
            )}
          </div>
          <h2 id="approval-title" className="breakable">
            {preview.title}
          </h2>
          <dl className="facts">
            {incident_id === null ? <AboutPull approval={approval} /> : <AboutIncident id={incident_id} />}
            <dt>Action</dt>
            <dd>{words(action)}</dd>
            <dt>Target</dt>
            <dd>{resource}</dd>
            <dt>Waiting costs</dt>
            <dd>
              {approval.cost_of_waiting_usd === null
                ? "not known"
                : `${usd(approval.cost_of_waiting_usd)} in six hours`}
            </dd>
            <dt>Policy</dt>
            <dd>
              {approval.rule} ({plural(approval.approvals_needed, "approval")} needed)
            </dd>
            <dt>Proposed</dt>
            <dd>
              <Moment at={approval.proposed_at} /> by {approval.proposed_by}
            </dd>
            <dt>Digest</dt>
            <dd className="mono">{digest}</dd>
          </dl>
          <DecideButtons approval={approval} />
        </header>
        <section className="approval-args" aria-label="Exactly this">
          {Object.entries(args).map(([name, value]) => (
            <div key={name}>
              <h3>{words(name)}</h3>
              {MARKDOWN.has(name) && typeof value === "string" ? (
                <Suspense
                  fallback={
                    <pre className="code-block" aria-busy>
                      {value}
                    </pre>
                  }
                >
                  <div className="approval-text">
                    <Comment text={value} />
                  </div>
                </Suspense>
              ) : (
                <p className="mono breakable">{typeof value === "string" ? value : JSON.stringify(value)}</p>
              )}
            </div>
          ))}
        </section>
        <ApprovalHistory approval={approval} />
      </div>
    </article>
  );
}

const AboutIncident = ({ id }: { id: string }) => (
  <>
    <dt>Incident</dt>
    <dd>
      <Link to={`/incidents/${id}`}>{id}</Link>
    </dd>
  </>
);

/** A status is about a commit, whose request it does not name. */
function AboutPull({ approval: { args } }: { approval: Approval }) {
  const { repo, number } = args;
  if (typeof repo !== "string" || typeof number !== "number") return null;
  return (
    <>
      <dt>Pull request</dt>
      <dd>
        <Link to={`/risk/${repo}/${number}`}>
          {repo}#{number}
        </Link>
      </dd>
    </>
  );
}
