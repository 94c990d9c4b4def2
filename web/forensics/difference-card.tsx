import { count, plural, sentence, usd } from "../format.ts";
import type { Differences } from "../types.ts";
import { StatementLink } from "./statement-link.tsx";

export type Measure = Differences["measure"];
type One = Differences["dimensions"][number];

/** Values of a dimension that are shown at once. */
const MOST_VALUES = 6;

/** One dimension: its values before and now. */
export function DifferenceCard({ of, measure }: { of: One; measure: Measure }) {
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
