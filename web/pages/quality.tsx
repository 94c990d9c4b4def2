import { useQuery } from "@tanstack/react-query";

import { qualityQuery } from "../report-queries.ts";
import { DetectorPrecision } from "../quality/detector-precision.tsx";
import { DriftEvents } from "../quality/drift-events.tsx";
import { FeatureDesk } from "../quality/feature-desk.tsx";
import "../quality/quality.css";
import { ScanCard } from "../quality/scan-card.tsx";
import { Loaded } from "../ui/loaded.tsx";
import { usePageTitle } from "../use-page-title.ts";

/** Whether answers are what they were: their forms, their scores, and how right those are who judge them. */
export function QualityPage() {
  usePageTitle("Quality");
  const query = useQuery(qualityQuery);
  return (
    <div className="page">
      <div className="page-head">
        <h1>Quality</h1>
        <p>The form and the scores of what models answer, held against their own past.</p>
      </div>
      <ScanCard />
      <Loaded query={query} what="the features" lines={12}>
        {({ features, drifts, detectors, unjudged }) => (
          <>
            <DriftEvents drifts={drifts} />
            <FeatureDesk features={features} />
            <DetectorPrecision detectors={detectors} unjudged={unjudged} />
          </>
        )}
      </Loaded>
    </div>
  );
}
