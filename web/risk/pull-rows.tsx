import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { points } from "../format.ts";
import { pullsQuery, type Place } from "../report-queries.ts";
import type { RecentPull } from "../types.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Time } from "../ui/time.tsx";
import { useView } from "../use-view.ts";
import { Verdict } from "./verdict.tsx";

/** Further ones are a click away: the files are what the page is for as well. */
const SHOWN = 6;

/** The newest pull requests with their scores; an open one is still to be decided, so it comes first. */
export function PullRows({ place }: { place: Place }) {
  const view = useView();
  const all = view.get("pulls") === "all";
  const query = useQuery(pullsQuery(place));
  return (
    <section className="card" aria-labelledby="pulls">
      <div className="card-head">
        <h2 id="pulls">Recent pull requests</h2>
        <span className="muted">by what was known before each was merged</span>
      </div>
      <Loaded query={query} what="the pull requests" lines={8}>
        {(pulls) =>
          pulls.length === 0 ? (
            <Empty title="No pull requests">None of the last 90 days is in the lake.</Empty>
          ) : (
            <>
              <table className="risk-pulls">
                <thead>
                  <tr>
                    <th scope="col">Pull request</th>
                    <th scope="col">Verdict</th>
                    <th scope="col" className="risk-figure">
                      Score
                    </th>
                    <th scope="col">State</th>
                  </tr>
                </thead>
                <tbody>
                  {openFirst(pulls)
                    .slice(0, all ? undefined : SHOWN)
                    .map((pull) => (
                      <PullRow key={pull.number} place={place} pull={pull} />
                    ))}
                </tbody>
              </table>
              {pulls.length > SHOWN && (
                <p className="risk-more">
                  <Link to={view.with({ pulls: all ? null : "all" })} preventScrollReset className="chip">
                    {all ? `The newest ${SHOWN}` : `All ${pulls.length}`}
                  </Link>
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function PullRow({ place, pull }: { place: Place; pull: RecentPull }) {
  const { number, title, author, verdict, score, merged_at, created_at, state } = pull;
  const view = new URLSearchParams({
    connection: place.connection,
    ...(merged_at !== null && { at: merged_at }),
  });
  const since = merged_at ?? created_at;
  return (
    <tr>
      <td className="risk-what">
        <Link to={`/risk/${place.repo}/${number}?${view}`} data-step="">
          {title ?? "(no title)"}
        </Link>
        <p>
          #{number}
          {author !== null && ` by ${author}`}
        </p>
      </td>
      <td>
        <Verdict of={verdict} />
      </td>
      <td className="risk-figure num">{score === null ? "–" : points(score)}</td>
      <td className="muted nowrap">
        {merged_at === null ? state : "merged"} {since !== null && <Time at={since} />}
      </td>
    </tr>
  );
}

const openFirst = (pulls: RecentPull[]): RecentPull[] =>
  pulls.toSorted((one, other) => Number(other.state === "open") - Number(one.state === "open"));
