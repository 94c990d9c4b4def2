/**
 * The scoring of the Numenta Anomaly Benchmark, standard profile: an early detection inside a window earns up to 1,
 * a missed window costs 1, an alarm outside costs up to 0.11. Lavin and Ahmad, "Evaluating Real-time Anomaly Detection
 * Algorithms" (ICMLA 2015). 0 is a detector that never alarms, 100 a perfect one; one threshold serves all series.
 */
export type Labelled = { name: string; scores: number[]; windows: [from: number, to: number][] };

const FALSE_ALARM = 0.11;

export function nabScore(series: Labelled[]): { score: number; threshold: number } {
  const windows = series.reduce((count, one) => count + one.windows.length, 0);
  const curves = series.map(curveOf);
  const candidates = [
    ...new Set(series.flatMap(({ scores }) => scores.map((score) => Math.round(score * 1000) / 1000))),
  ];
  let best = { raw: -windows, threshold: 1 };
  for (const threshold of candidates.filter((candidate) => candidate > 0.2)) {
    const raw = curves.reduce((sum, curve) => sum + curve(threshold), 0);
    if (raw > best.raw) best = { raw, threshold };
  }
  return { score: (100 * (best.raw + windows)) / (2 * windows), threshold: best.threshold };
}

/** What one series earns, by threshold. The first 15 % of a series (750 rows at most) count for nothing. */
function curveOf({ scores, windows }: Labelled): (threshold: number) => number {
  const start = Math.min(Math.floor(0.15 * scores.length), 750);
  const inside = (index: number) => windows.some(([from, to]) => index >= from && index <= to);
  const outside = scores.flatMap((score, index) => {
    if (index < start || inside(index)) return [];
    const before = windows.findLast(([, to]) => to < index);
    const cost = before === undefined ? -1 : sigmoid((index - before[1]) / (before[1] - before[0]));
    return [{ score, cost: cost * FALSE_ALARM }];
  });
  return (threshold) => {
    const found = windows.map(([from, to]) => {
      const hit = scores.findIndex(
        (score, index) => index >= Math.max(from, start) && index <= to && score >= threshold,
      );
      return hit < 0 ? -1 : sigmoid(-(to - hit + 1) / (to - from + 1)) / sigmoid(-1);
    });
    const alarms = outside.filter(({ score }) => score >= threshold);
    return [...found, ...alarms.map(({ cost }) => cost)].reduce((sum, one) => sum + one, 0);
  };
}

function sigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}
