import { HOUR_MS, shift } from "../../src/contracts/moment.ts";

const AT = "2026-01-08T12:00:00.000Z";

/** Hour buckets of one agent of one project up to the examples' moment: `newest_usd[0]` is the last hour. */
export function hoursOfSpend(spend: {
  usual_usd: number;
  newest_usd: number[];
  week_before_usd?: number[];
  days?: number;
}) {
  const week = 7 * 24;
  const count = Math.round((spend.days ?? 8) * 24);
  return Array.from({ length: count }, (_, n) => {
    const cost_usd = spend.newest_usd[n] ?? spend.week_before_usd?.[n - week] ?? spend.usual_usd;
    const from_at = shift(AT, -(n + 1) * HOUR_MS);
    return (["project", "agent"] as const).map((kind) => ({
      connection: "shop",
      kind,
      name: kind === "agent" ? "triage" : "shop",
      from_at,
      generations: 20,
      cost_usd,
      risen_at: from_at,
      before_usd: 0,
    }));
  }).flat();
}
