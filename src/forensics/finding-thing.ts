import type { KeptFinding } from "../incidents/kept-finding.ts";
import type { Thing } from "./thing.ts";

/** A finding as a thing of the graph: it begins where its trouble began. */
export function findingThing(finding: KeptFinding): Thing {
  const { id, connection, window, detector, title, severity, subject, cost_usd, times_seen } = finding;
  return {
    connection,
    kind: "finding",
    id: id ?? "",
    happened_at: window.from,
    ended_at: window.to,
    place: detector,
    title: title.slice(0, LONGEST_TITLE),
    state: severity,
    failed: true,
    releases: [...new Set([...subject.releases, ...subject.shas])].toSorted(),
    occurrences: times_seen,
    cost_usd,
    url: null,
  };
}

/** As long as the titles that the lake answers with. */
const LONGEST_TITLE = 200;
