/** What a number measures, read from the name that carries it: units are in names. */
export type Unit = "usd" | "seconds" | "percent" | "ratio" | "count";
export type Per = "minute" | "hour" | "day" | undefined;

/** `value` is in the unit itself: `latency_ms: 1500` is 1.5 seconds. `raw` is as written. */
export type Figure = { name: string; raw: number; value: number; unit: Unit; per: Per };

const PER: [RegExp, Per][] = [
  [/_per_(minute|min)$/, "minute"],
  [/_per_(hour|h)$/, "hour"],
  [/_per_day$/, "day"],
];

const SECONDS: [RegExp, number][] = [
  [/_ms$/, 0.001],
  [/_(s|seconds)$/, 1],
  [/_(min|minutes)$/, 60],
  [/_(h|hours)$/, 3600],
  [/_days$/, 86_400],
];

export function toFigure(name: string, raw: number): Figure {
  const [ending, per] = PER.find(([pattern]) => pattern.test(name)) ?? [];
  const measured = ending === undefined ? name : name.replace(ending, "");
  const figure = (unit: Unit, factor = 1): Figure => ({ name, raw, value: raw * factor, unit, per });
  if (/(^|_)usd$/.test(measured)) return figure("usd");
  if (/(percent|pct)$/.test(measured)) return figure("percent");
  if (/(^|_)(ratio|rate|share|fraction|multiplier|times|factor|confidence|coverage)$/.test(measured))
    return figure("ratio");
  const time = SECONDS.find(([pattern]) => pattern.test(measured) || pattern.test(`_${measured}`));
  return time === undefined ? figure("count") : figure("seconds", time[1]);
}
