import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import { count, plural, sentence, usd } from "../format.ts";
import { differencesQuery } from "../queries.ts";
import type { Differences } from "../types.ts";
import { Empty, Loaded } from "../ui/loaded.tsx";
import { Moment } from "../ui/time.tsx";
import { useView } from "../use-view.ts";
import { Coverage } from "./coverage.tsx";
import "./difference-view.css";
import { StatementLink } from "./statement-link.tsx";

const MEASURES = { cost_usd: "Spend", errors: "Errors", count: "Counts" } as const;
type Measure = keyof typeof MEASURES;

/** Values of a dimension that are shown at once. */
const MOST_VALUES = 6;

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
        <Dimension key={`${one.subject} ${one.dimension}`} of={one} measure={measure} />
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

function Dimension({ of, measure }: { of: One; measure: Measure }) {
  const { subject, dimension, shift, chance, change, values, asked } = of;
  const amount = (figure: number) => (measure === "cost_usd" ? usd(figure) : count(Math.round(figure)));
  return (
    <section className="card" aria-label={`${dimension} of ${sentence(subject)}`}>
      <div className="card-head">
        <h2>
          {sentence(dimension)}{" "}
          <span className="muted difference-of">of {sentence(subject).toLowerCase()}</span>
        </h2>
        <span className="num" title="Part of the whole that lies at other values than before">
          {shift === null ? "only one window has any" : `${percent(shift)} shifted`}
          {chance !== null && <span className="muted"> · chance {percent(Math.min(chance, 1))}</span>}
        </span>
      </div>
      <table className="difference-table">
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Before</th>
            <th scope="col">Now</th>
            <th scope="col">Share</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {values.slice(0, MOST_VALUES).map((value) => (
            <tr key={`${value.value} ${value.other_values}`}>
              <th scope="row" className="breakable">
                {value.other_values > 0
                  ? plural(value.other_values, "other value")
                  : (value.value ?? <i className="muted">none</i>)}
              </th>
              <td className="num">{amount(value[`baseline_${measure}`])}</td>
              <td className="num">{amount(value[`window_${measure}`])}</td>
              <td className="num nowrap">
                {share(value.baseline_share)} → {share(value.window_share)}
                <ShareBars before={value.baseline_share ?? 0} now={value.window_share ?? 0} />
              </td>
              <td className="num">{`${value.change > 0 ? "+" : ""}${amount(value.change)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="graph-foot">
        <span className="muted">
          In all {change > 0 ? "+" : ""}
          {amount(change)}
          {values.length > MOST_VALUES &&
            ` · ${plural(values.length - MOST_VALUES, "more value")} in the query`}
        </span>
        <StatementLink asked={asked}>Open its query</StatementLink>
      </div>
    </section>
  );
}

const percent = (part: number): string => `${Math.round(part * 100)} %`;
const share = (part: number | null): string => (part === null ? "–" : percent(part));

/** Before above now, both as parts of the whole. */
const ShareBars = ({ before, now }: { before: number; now: number }) => (
  <svg className="share-bars" width="72" height="10" viewBox="0 0 72 10" aria-hidden="true">
    <rect y="0" width={72 * before} height="4" className="share-before" />
    <rect y="6" width={72 * now} height="4" className="share-now" />
  </svg>
);
