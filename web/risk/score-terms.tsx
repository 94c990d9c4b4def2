import { points, usd } from "../format.ts";
import type { Terms } from "../types.ts";
import "./score.css";

/** A score as it is computed, term by term. */
export function ScoreTerms({ terms }: { terms: Terms }) {
  const { errors, cost_usd, error_points, cost_points, score } = terms;
  return (
    <table className="score-terms">
      <tbody>
        <tr>
          <th scope="row">
            <span className="score-key score-key-errors" aria-hidden="true" />
            Failed runs
          </th>
          <td className="num">{errors.toFixed(2)} × 4</td>
          <td className="num risk-figure">{points(error_points)}</td>
        </tr>
        <tr>
          <th scope="row">
            <span className="score-key score-key-cost" aria-hidden="true" />
            Cost
          </th>
          <td className="num">
            {usd(cost_usd)} × 10{cost_usd * 10 > 50 && ", 50 at most"}
          </td>
          <td className="num risk-figure">{points(cost_points)}</td>
        </tr>
        <tr>
          <th scope="row">Score</th>
          <td className="muted">their sum, 100 at most</td>
          <td className="num risk-figure">
            <strong>{points(score)}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
