import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { pullQuery, type PullName } from "../report-queries.ts";
import { AssessNow } from "../risk/assess-now.tsx";
import { PullComment } from "../risk/pull-comment.tsx";
import { PullFiles } from "../risk/pull-files.tsx";
import { PullScore } from "../risk/pull-score.tsx";
import { PullTold } from "../risk/pull-told.tsx";
import "../risk/pull.css";
import "../risk/risk.css";
import "../risk/risk-narrow.css";
import { Verdict } from "../risk/verdict.tsx";
import type { PullAssessment } from "../types.ts";
import { BackIcon } from "../ui/icons.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

/** One pull request: its risk first, then what it stands on, and what GitHub is told. */
export function PullPage() {
  const { owner = "", repo = "", number = "" } = useParams();
  const view = useView();
  const [connection, at] = [view.get("connection"), view.get("at")];
  const pull = { owner, repo, number };
  const name = `${owner}/${repo}#${number}`;
  const query = useQuery(pullQuery(pull, connection, at));
  usePageTitle(query.data?.pull.title ?? name);
  const back = new URLSearchParams({
    repo: `${owner}/${repo}`,
    ...(connection !== null && { connection }),
  });
  return (
    <div className="page">
      <Link to={`/risk?${back}`} className="pull-back">
        <BackIcon /> Risk of {owner}/{repo}
      </Link>
      {query.data === undefined && <h1 className="visually-hidden">Risk of {name}</h1>}
      <Loaded query={query} what="the assessment" lines={10}>
        {(assessed) => <Whole name={pull} assessed={assessed} />}
      </Loaded>
    </div>
  );
}

function Whole({ name, assessed }: { name: PullName; assessed: PullAssessment }) {
  const { assessment, pull } = assessed;
  const view = useView();
  const { repo, number, verdict, at } = assessment;
  const past = view.get("at") !== null;
  return (
    <>
      <header className="stack">
        <div className="row">
          <Verdict of={verdict} />
          <span className="badge">{standingOf(assessed)}</span>
          <span className="muted">
            {repo}#{number}
            {pull.author !== null && ` by ${pull.author}`}
            {pull.head_sha !== null && (
              <>
                {" · "}
                <span className="mono">{pull.head_sha.slice(0, 7)}</span>
              </>
            )}
          </span>
        </div>
        <h1 className="breakable">{pull.title ?? `Pull request ${number}`}</h1>
        <div className="row">
          <AssessNow name={name} assessed={assessed} />
          <a
            className="button"
            href={`https://github.com/${repo}/pull/${number}`}
            target="_blank"
            rel="noopener noreferrer"
          >
            Open at GitHub
          </a>
          <span className="muted">
            {past ? (
              <>
                As it would have been judged on <Moment at={at} />.{" "}
                <Link to={view.with({ at: null })}>Judge it as of now</Link>
              </>
            ) : (
              <>
                Judged <Moment at={at} />,{" "}
                {pull.read_from === "live" ? "as GitHub has it" : "as of the last sync"}
              </>
            )}
          </span>
        </div>
      </header>
      <PullScore assessment={assessment} />
      <PullFiles assessment={assessment} />
      <div className="pull-pair">
        <PullComment assessed={assessed} />
        <PullTold assessed={assessed} />
      </div>
    </>
  );
}

function standingOf({ pull: { open, draft, fork } }: PullAssessment): string {
  if (!open) return "closed";
  if (draft) return "draft";
  return fork === true ? "open, from a fork" : "open";
}
