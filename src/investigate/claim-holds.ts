import type { Claim } from "./claims.ts";
import type { Figure } from "./units.ts";

/** Beyond this a figure is another one, however it was rounded. */
const FURTHEST = 0.05;
const FURTHEST_ROUGH = 0.1;

/** Whether some figure of the evidence, rounded as the claim is, says what the claim says. */
export function claimHolds(claim: Claim, figures: Figure[]): boolean {
  return figures.some((figure) =>
    valuesFor(claim, figure).some((value) => isRounding(claim, Math.abs(value))),
  );
}

/** The figure in the claim's unit; empty when it measures something else. */
function valuesFor({ unit, per, scale }: Claim, figure: Figure): number[] {
  if (per !== undefined && figure.per !== per) return [];
  const plain = figure.unit === "count";
  const readings: Record<Claim["unit"], number[]> = {
    usd: figure.unit === "usd" ? [figure.value] : [],
    percent:
      figure.unit === "percent"
        ? [figure.value]
        : figure.unit === "ratio" || (plain && Math.abs(figure.raw) <= 1)
          ? [figure.value * 100]
          : [],
    times: figure.unit === "ratio" || plain ? [figure.value] : [],
    ratio: figure.unit === "ratio" || plain ? [figure.value] : [],
    // A fact named without its unit, such as `lookback: 24`, is taken at its word.
    seconds: figure.unit === "seconds" ? [figure.value] : plain ? [figure.raw * scale] : [],
    count: figure.unit === "usd" ? [] : [figure.raw],
  };
  return readings[unit];
}

function isRounding({ value, step, rough }: Claim, figure: number): boolean {
  const off = Math.abs(value - figure);
  // Binary floats: 0.125 rounded to two places may land a hair beyond half a step.
  const rounded = off <= step / 2 + Math.abs(figure) * 1e-9;
  return rounded && off <= Math.abs(figure) * (rough ? FURTHEST_ROUGH : FURTHEST) + 1e-12;
}
