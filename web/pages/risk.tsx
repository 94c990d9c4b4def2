import { useQuery } from "@tanstack/react-query";

import { reposQuery, type Place } from "../report-queries.ts";
import { FileDesk } from "../risk/file-desk.tsx";
import { MeasureNow } from "../risk/measure-now.tsx";
import { PullRows } from "../risk/pull-rows.tsx";
import { RepoBar } from "../risk/repo-bar.tsx";
import "../risk/risk.css";
import "../risk/risk-narrow.css";
import { Loaded } from "../ui/loaded.tsx";
import { usePageTitle } from "../use-page-title.ts";
import { useView } from "../use-view.ts";

/** What merges were followed by: requests before they are merged, and the files behind their scores. */
export function RiskPage() {
  usePageTitle("Risk");
  const view = useView();
  const query = useQuery(reposQuery);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Risk</h1>
        <p>What merges of the same files were followed by within 24 hours, beyond what was to be expected.</p>
      </div>
      <Loaded query={query} what="the repositories" lines={10}>
        {(repos) => {
          const named = { repo: view.get("repo"), connection: view.get("connection") };
          const chosen =
            repos.find(
              ({ repo, connection }) =>
                repo === named.repo && (named.connection === null || connection === named.connection),
            ) ??
            // Where most is known, unless somebody asks for another.
            repos.toSorted((one, other) => other.measured - one.measured)[0];
          if (chosen === undefined) return <MeasureNow />;
          const place: Place = { repo: chosen.repo, connection: chosen.connection };
          return (
            <>
              <RepoBar repos={repos} chosen={chosen} />
              <PullRows place={place} />
              <FileDesk place={place} />
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
