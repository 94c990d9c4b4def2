import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { plural } from "../format.ts";
import { differencesQuery } from "../forensics-queries.ts";
import type { Differences } from "../types.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import { useView } from "../use-view.ts";
import { Coverage } from "./coverage.tsx";
import { DifferenceCard, type Measure } from "./difference-card.tsx";
import "./difference-view.css";

const MEASURES: Record<Measure, string> = { cost_usd: "Spend", errors: "Errors", count: "Counts" };

/** What is different in the window against its baseline, the dimension that differs most first. */
export function DifferenceView({ window }: { window: Record<string, string> }) {
  const view = useView();
  const measure =
    (Object.keys(MEASURES) as Measure[]).find((one) => one === view.get("measure")) ?? "cost_usd";
  const baseline = Object.fromEntries(
    ["baseline_from", "baseline_to"].flatMap((name) => {
      const value = view.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
  const query = useQuery(differencesQuery({ ...window, ...baseline, measure }));
  return (
    <div className="stack">
      <nav className="row" aria-label="What is compared">
        {(Object.keys(MEASURES) as Measure[]).map((one) => (
          <Link
            key={one}
            className="chip"
            to={view.with({ measure: one === "cost_usd" ? null : one })}
            aria-current={one === measure ? "page" : undefined}
          >
            {MEASURES[one]}
          </Link>
        ))}
      </nav>
      <Loaded query={query} what="the differences" lines={12}>
        {(found) => <Found found={found} />}
      </Loaded>
    </div>
  );
}

function Found({ found }: { found: Differences }) {
  const { window, baseline, dimensions } = found;
  return (
    <>
      <Coverage complete={found.complete} uncovered={found.uncovered} />
      <p className="muted">
        <Moment at={window.from} /> to <Moment at={window.to} />, against <Moment at={baseline.from} /> to{" "}
        <Moment at={baseline.to} />. Shares are compared, so that more traffic alone is no difference.
      </p>
      {dimensions.length === 0 ? (
        <div className="card">
          <Empty title="Nothing to compare">Neither window has anything of this measure.</Empty>
        </div>
      ) : (
        <Ranked found={found} />
      )}
    </>
  );
}

type One = Differences["dimensions"][number];

/** A shift that chance explains, or that rounds to nothing, is no difference. */
const differs = ({ shift, chance, change }: One): boolean =>
  shift === null ? change !== 0 : shift - (chance ?? 0) > 0.01;

function Ranked({ found: { dimensions, measure } }: { found: Differences }) {
  const cards = (all: One[]) => (
    <div className="difference-grid">
      {all.map((one) => (
        <DifferenceCard key={`${one.subject} ${one.dimension}`} of={one} measure={measure} />
      ))}
    </div>
  );
  const alike = dimensions.filter((one) => !differs(one));
  return (
    <>
      {cards(dimensions.filter(differs))}
      {alike.length > 0 && (
        <details className="stack">
          <summary>
            {plural(alike.length, "dimension")} with no more difference than chance would bring
          </summary>
          {cards(alike)}
        </details>
      )}
    </>
  );
}
