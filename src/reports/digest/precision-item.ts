import { count } from "../../investigate/templates/phrases.ts";
import type { Pages } from "./broke.ts";
import type { Item } from "./item.ts";
import type { WeekOfState } from "./read-state.ts";

/** The detector that people found wrong most often; nothing where all was right. */
export function precisionItems({ precision: judged }: WeekOfState, { base }: Pages): Item[] {
  const [worst] = judged
    .filter(({ noise, wrong_cause }) => noise + wrong_cause > 0)
    .toSorted((one, other) => one.real.share - other.real.share);
  if (worst === undefined) return [];
  const { detector, right, wrong_cause, noise, real } = worst;
  const verdicts = right + wrong_cause + noise;
  const [share, low, high] = [real.share, real.low, real.high].map((part) => Math.round(100 * part));
  return [
    {
      section: "watch",
      text: `Of ${count(verdicts, "judged incident")} of ${detector}, ${right} were right, ${wrong_cause} named a wrong cause and ${noise} were noise: ${share}% real (95% interval ${low}% to ${high}%)`,
      link: `${base}/quality`,
      label: "quality",
      facts: {
        detector,
        verdicts,
        right,
        wrong_cause,
        noise,
        real_percent: share ?? 0,
        interval_percent: 95,
        low_percent: low ?? 0,
        high_percent: high ?? 0,
      },
      phrases: [],
      must: false,
    },
  ];
}
