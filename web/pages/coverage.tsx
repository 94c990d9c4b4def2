import { useQuery } from "@tanstack/react-query";

import { CoverageGaps } from "../coverage/coverage-gaps.tsx";
import { CoverageTable } from "../coverage/coverage-table.tsx";
import "../coverage/coverage.css";
import { LiveIntake } from "../coverage/live-intake.tsx";
import { askQuery } from "../queries.ts";
import { Loaded } from "../ui/loaded.tsx";
import { usePageTitle } from "../use-page-title.ts";

/** What was fetched, up to when, and what is missing: how far any figure can be trusted. */
export function CoveragePage() {
  usePageTitle("Coverage");
  const fresh = useQuery(askQuery("freshness"));
  const gaps = useQuery(askQuery("coverage_gaps"));
  return (
    <div className="page">
      <div className="page-head">
        <h1>Coverage</h1>
        <p>Which tables were fetched, up to when. A figure over a gap is said to be incomplete.</p>
      </div>
      <LiveIntake />
      <Loaded query={gaps} what="the gaps" lines={2}>
        {({ rows }) => <CoverageGaps rows={rows} />}
      </Loaded>
      <Loaded query={fresh} what="the coverage" lines={12}>
        {({ rows }) => <CoverageTable rows={rows} />}
      </Loaded>
    </div>
  );
}
