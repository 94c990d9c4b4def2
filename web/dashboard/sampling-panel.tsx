import { useQuery } from "@tanstack/react-query";

import { count, words } from "../format.ts";
import { samplingQuery } from "../queries.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import "./sampling-panel.css";

/** Of how many traces which were kept, and why. */
export function SamplingPanel() {
  const query = useQuery(samplingQuery);
  return (
    <section className="card" aria-labelledby="sampling">
      <div className="card-head">
        <h2 id="sampling">Traces kept</h2>
        <span className="muted">last 24 hours</span>
      </div>
      <Loaded query={query} what="the sampling">
        {(samplings) => {
          const seen = samplings.reduce((sum, { traces }) => sum + traces, 0);
          const kept = samplings.reduce((sum, one) => sum + one.kept, 0);
          const missed = samplings.reduce((sum, one) => sum + one.missed.length, 0);
          if (seen === 0)
            return <Empty title="No traces yet">They are sampled every day, after a sync.</Empty>;
          return (
            <div className="card-body stack">
              <p>
                <strong className="num">{count(kept)}</strong> of <span className="num">{count(seen)}</span>{" "}
                kept;{" "}
                {missed === 0
                  ? "none that a finding names was dropped"
                  : `${count(missed)} that findings name were dropped`}
                .
              </p>
              <Reasons of={reasonsOf(samplings.map(({ reasons }) => reasons))} />
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

function Reasons({ of }: { of: [string, number][] }) {
  const most = Math.max(1, ...of.map(([, traces]) => traces));
  return (
    <dl className="reasons">
      {of.map(([reason, traces]) => (
        <div key={reason}>
          <dt>{words(reason)}</dt>
          <dd>
            <meter min={0} max={most} value={traces} aria-hidden="true" />
            <span className="num">{count(traces)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function reasonsOf(all: Record<string, number>[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const reasons of all) {
    for (const [reason, traces] of Object.entries(reasons))
      sums.set(reason, (sums.get(reason) ?? 0) + traces);
  }
  return [...sums].toSorted(([, one], [, other]) => other - one);
}
