/** Asks the queries of queries/digest for a week and for the same span of the week before. */
import { z } from "zod";

import { localTime, momentAt, addDays } from "../../local-time.ts";
import { runQuery, type QueryContext } from "../../queries/run.ts";
import type { Pair } from "./item.ts";
import { weekBefore, type Week } from "./week.ts";

/** Decimals and large integers come as text where a number would not be exact. */
const Figure = z.coerce.number();
const Text = z.string().nullable();

const ROWS = {
  week_spend: z.object({ hour: z.string(), generations: Figure, failed: Figure, cost_usd: Figure }),
  week_errors: z.object({ hour: z.string(), events: Figure }),
  week_agents: z.object({
    connection: z.string(),
    agent: z.string(),
    generations: Figure,
    failed: Figure,
    cost_usd: Figure,
  }),
  week_issues: z.object({
    connection: z.string(),
    issue_id: z.string(),
    title: Text,
    status: Text,
    first_seen_at: Text,
    events: Figure,
    permalink: Text,
  }),
  week_merged: z.object({
    repo: z.string(),
    number: z.number(),
    title: Text,
    author: Text,
    merge_commit_sha: Text,
    changed_lines: Figure.nullable(),
    url: Text,
  }),
  week_deployments: z.object({
    repo: z.string(),
    environment: Text,
    deployments: Figure,
    failed: Figure,
    last_deployed_at: z.string(),
    last_sha: Text,
    url: Text,
  }),
  week_releases: z.object({ version: z.string() }),
  week_tasks: z.object({ task: z.string(), runs: Figure, failed: Figure, last_state: Text }),
} as const;

/** Drawn day by day, the week before whole; who sums them up looks at the hours before `before_until`. */
const WHOLE_BEFORE = new Set<string>(["week_spend", "week_errors"]);

type QueryId = keyof typeof ROWS;
export type RowOf<Id extends QueryId> = z.infer<(typeof ROWS)[Id]>;
export type Measures = { [Id in QueryId]: Pair<RowOf<Id>> };

/** The week, and what of it is measured: until `until`, in the week before until the same time of its day. */
export type Span = { week: Week; before: Week; until: Date; before_until: Date };

export function spanOf(week: Week, at: Date): Span {
  const before = weekBefore(week);
  if (at >= week.to) return { week, before, until: week.to, before_until: before.to };
  const local = localTime(at, week.zone);
  const before_until = momentAt(addDays(local, -7), week.zone, local.hour, local.minute);
  return { week, before, until: at, before_until };
}

export async function measureWeek(context: QueryContext, span: Span, at: Date): Promise<Measures> {
  const measured = await Promise.all(
    (Object.keys(ROWS) as QueryId[]).map(async (id) => [id, await measure(context, id, span, at)] as const),
  );
  return Object.fromEntries(measured) as Measures;
}

async function measure(
  context: QueryContext,
  id: QueryId,
  { week, before, until, before_until }: Span,
  at: Date,
): Promise<Pair<unknown>> {
  const ask = async (since: Date, end: Date) => {
    const params = { since: since.toISOString(), until: end.toISOString() };
    const { rows, complete, uncovered } = await runQuery(context, id, params, at);
    return { rows: rows.map((row) => ROWS[id].parse(row)), complete, uncovered };
  };
  const now = await ask(week.from, until);
  const then = await ask(before.from, WHOLE_BEFORE.has(id) ? before.to : before_until);
  return {
    now: now.rows,
    before: then.rows,
    comparable: now.complete && then.complete,
    holes: { now: now.uncovered, before: then.uncovered },
  };
}
