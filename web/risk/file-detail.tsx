import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { count, plural, points } from "../format.ts";
import { fileQuery, type Place } from "../report-queries.ts";
import type { FileHistory } from "../types.ts";
import { BackIcon } from "../ui/icons.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { useView } from "../use-view.ts";
import { MergeRows } from "./merge-rows.tsx";
import { ScoreTerms } from "./score-terms.tsx";

/** One file: its score, and what each merge adds to it. */
export function FileDetail({ place, path }: { place: Place; path: string }) {
  const view = useView();
  const query = useQuery(fileQuery(place, path));
  return (
    <article className="stack" aria-label={`History of ${path}`}>
      <Link to={view.with({ file: null })} className="desk-back" preventScrollReset>
        <BackIcon /> All files
      </Link>
      <div className="card">
        <Loaded query={query} what="the file" lines={8}>
          {(file) => <History file={file} />}
        </Loaded>
      </div>
    </article>
  );
}

function History({ file }: { file: FileHistory }) {
  const { path, former, terms, merges, half_life_days } = file;
  const measured = merges.filter(({ adds }) => adds !== null).length;
  return (
    <>
      <div className="card-body stack">
        <h3 className="risk-path">{path}</h3>
        {former.length > 0 && (
          <p className="muted breakable">
            Followed through {plural(former.length, "rename")}:{" "}
            <span className="mono">{former.join(", ")}</span>
          </p>
        )}
        <p>
          {measured === 0 ? (
            "No history for this file: what followed its merges could not be measured, which is not the same as safe."
          ) : (
            <>
              A change of it is followed by{" "}
              <strong className="num">{points(terms.score)} of 100 points</strong> of trouble, by the mean
              over {plural(measured, "measured merge")}. Each weighs half as much every{" "}
              {count(half_life_days)} days.
            </>
          )}
        </p>
        <ScoreTerms terms={terms} />
      </div>
      <MergeRows file={file} />
      <p className="card-body muted">
        Its part of what followed, beyond the product&apos;s own season. Asked of{" "}
        <Link to="/sql?query=repo_merges">repo_merges</Link>,{" "}
        <Link to="/sql?query=commit_changes">commit_changes</Link> and{" "}
        <Link to="/sql?query=repo_activity_by_hour">repo_activity_by_hour</Link>; kept where retention does
        not reach.
      </p>
    </>
  );
}
