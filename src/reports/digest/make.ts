/** Makes the digest of a week from what lake and state hold; stores and sends nothing. */
import type { State } from "../../state/open.ts";
import type { QueryContext } from "../../queries/run.ts";
import { brokeItems } from "./broke.ts";
import { coverageLine, coverageOf } from "./coverage.ts";
import type { Digest } from "./digest.ts";
import { fitted } from "./fit.ts";
import { numbered } from "./item.ts";
import { measureWeek, spanOf, type Measures } from "./measure.ts";
import { readWeekOfState } from "./read-state.ts";
import { dailySeries } from "./series.ts";
import { shippedItems } from "./shipped.ts";
import { tell, type Teller } from "./tell.ts";
import { watchItems } from "./watch.ts";
import type { Week } from "./week.ts";

export type DigestContext = QueryContext &
  Teller & {
    state: State;
    /** Where people reach the pages: links begin with it. */
    base_url: string;
  };

/** A week that has not ended is measured until `at`, and compared with the same span of the week before. */
export async function makeDigest(context: DigestContext, week: Week, at: Date): Promise<Digest> {
  const base = context.base_url;
  const page = `${base}/digest/${week.id}`;
  const span = spanOf(week, at);
  const measures = await measureWeek(context, span, at);
  const state = await readWeekOfState(context.state, span, at);
  const coverage = coverageOf(measures, await connectedTables(context, measures));
  const blamed = new Map(state.opened.flatMap(({ id, blame }) => (blame === null ? [] : [[blame.sha, id]])));
  const items = numbered([
    ...shippedItems(measures, blamed, span, page),
    ...brokeItems(measures, state, span, { base, page }),
    ...watchItems(measures, state, coverage.gaps, { base, page }),
  ]);
  const { lines, by, dropped } = await tell(context, items, week);
  return fitted({
    week: week.id,
    dates: datesOf(week),
    time_zone: week.zone,
    from: week.from.toISOString(),
    to: week.to.toISOString(),
    until: span.until.toISOString(),
    made_at: at.toISOString(),
    url: page,
    compared: Object.values(measures).some(({ comparable }) => comparable),
    quiet: items.length === 0,
    sections: lines,
    coverage: coverageLine(coverage, base),
    series: {
      cost_usd: dailySeries(measures.week_spend, (row) => row.cost_usd, span),
      errors: dailySeries(measures.week_errors, (row) => row.events, span),
    },
    facts: items.map(({ id, facts }) => ({ id, values: facts })),
    by,
    dropped,
    words: 0,
  });
}

async function connectedTables(
  { lake, library }: DigestContext,
  measures: Measures,
): Promise<Map<string, boolean>> {
  const tables = new Set(Object.keys(measures).flatMap((id) => library.get(id)?.reads.slice(0, 1) ?? []));
  const connected = new Map<string, boolean>();
  for (const table of tables) connected.set(table, (await lake.connections(table)).length > 0);
  return connected;
}

const CALENDAR = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

/** `16–22 November 2026` */
function datesOf({ monday: { year, month, day } }: Week): string {
  const first = Date.UTC(year, month - 1, day);
  return CALENDAR.formatRange(first, first + 6 * 86_400_000).replace(/\s*–\s*/, "–");
}
