/** A product small enough to sync in a second, whose every vendor needs more than one page to tell all of it. */
import type { Seed } from "../../../seeds/load.ts";
import { DAY, HOUR } from "../../../seeds/generate/times.ts";
import type { SeedRow } from "../../../seeds/row.ts";
import { githubRows } from "./rows/github.ts";
import { langfuseRows } from "./rows/langfuse.ts";
import { sentryRows } from "./rows/sentry.ts";
import { range } from "./rows/shared.ts";
import { slackRows } from "./rows/slack.ts";
import { snowflakeRows } from "./rows/snowflake.ts";

/** Rows per list. A vendor's page holds 1,000 observations, 200 messages and 100 of everything else. */
export type Sizes = {
  observations: number;
  scores: number;
  sentry: number;
  commits: number;
  runs: number;
  messages: number;
  statements: number;
  tasks: number;
};

export const PAGED: Sizes = {
  observations: 1_130,
  scores: 120,
  sentry: 120,
  commits: 12,
  runs: 120,
  messages: 230,
  statements: 260,
  tasks: 30,
};
export const SMALL: Sizes = {
  observations: 24,
  scores: 6,
  sentry: 6,
  commits: 3,
  runs: 4,
  messages: 8,
  statements: 8,
  tasks: 4,
};

/** So far back the rows reach; a sync needs this much history. */
export const HISTORY_DAYS = 2;

/**
 * The seed of this name. Most rows lie within five hours of yesterday that no window of any table divides, so that a
 * list of `sizes` has to be paged; the rest lie half a day before.
 */
export function seedNamed(name: string, now: Date, sizes: Sizes): Seed {
  const busy = Math.floor((now.getTime() - DAY) / (6 * HOUR)) * 6 * HOUR;
  const moments = (count: number) =>
    range(count).map((index) => busy + Math.floor((index * 5 * HOUR) / count));
  const tables: Record<string, SeedRow[]> = {
    ...langfuseRows(moments(sizes.observations), moments(sizes.scores), busy),
    ...sentryRows(moments(sizes.sentry)),
    ...githubRows(`acme/${name}`, moments(sizes.commits), moments(sizes.runs)),
    ...slackRows(moments(sizes.messages)),
    ...snowflakeRows(moments(sizes.statements), sizes.tasks),
  };
  return {
    name,
    dir: name,
    anchor: now,
    shift_ms: 0,
    in: { github: `acme/${name}`, slack: "incidents", sentry: "shop" },
    expect: undefined,
    services: undefined,
    tables: new Map(Object.entries(tables)),
    notes: [],
  };
}

/** The same seed with the rows of one vendor only: the others then have no account. */
export function only(seed: Seed, vendor: string): Seed {
  return { ...seed, tables: new Map([...seed.tables].filter(([table]) => table.startsWith(`${vendor}_`))) };
}
