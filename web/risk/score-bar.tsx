import type { Terms } from "../types.ts";
import "./score.css";

type Props = { terms: Terms; threshold?: number };

/**
 * The two terms of a score side by side, against its hundred points and the threshold from which it is high; the figures
 * beside it say the same.
 */
export function ScoreBar({ terms: { error_points, cost_points }, threshold }: Props) {
  const errors = Math.min(100, error_points);
  const cost = Math.min(100 - errors, cost_points);
  return (
    <svg className="score-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="4" className="score-bar-rest" />
      <rect width={errors} height="4" className="score-bar-errors" />
      <rect x={errors} width={cost} height="4" className="score-bar-cost" />
      {threshold !== undefined && <rect x={threshold} width="0.5" height="4" className="score-bar-limit" />}
    </svg>
  );
}
