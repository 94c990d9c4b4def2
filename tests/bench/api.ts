/**
 * What the pages ask the built server for, over HTTP: one call after the other, then eight at a time. Ten thousand incidents lie in
 * the state. An answer that is no success ends the run.
 */
import { join } from "node:path";

import { openState } from "../../src/state/open.ts";
import { fillIncidents } from "../incidents/many-incidents.ts";
import { quantile } from "./measure/figures.ts";
import { fire, type Call } from "./measure/fire.ts";
import type { BenchOptions } from "./measure/options.ts";
import { benchFolder, fillLake } from "./world/lake-file.ts";
import { startServer } from "./world/server.ts";
import { END } from "./world/shape.ts";

const INCIDENTS = 10_000;
const SECONDS = 4;
const AT_ONCE = [1, 8];

const HOUR_MS = 3_600_000;
const before = (hours: number) => new Date(END.getTime() - hours * HOUR_MS).toISOString();
const span = (hours: number) => `since=${before(hours)}&until=${END.toISOString()}`;
const began = `began_from=${before(24)}&began_to=${END.toISOString()}&status=all`;

/** Of the page that a person sees first. */
const DASHBOARD: Record<string, Call> = {
  "incidents: counts": { path: "/api/incident-counts" },
  "incidents: counts of loops": { path: "/api/incident-counts?type=agent_loop" },
  "incidents: the worst six": { path: "/api/incident-list?limit=6" },
  "incidents: those of the chart": { path: `/api/incident-list?${began}&sort=newest&limit=50` },
  approvals: { path: "/api/approvals" },
  "spend by hour, 24 h": { path: `/api/queries/spend_by_hour?${span(24)}` },
  "errors by hour, 24 h": { path: `/api/queries/errors_by_hour?${span(24)}` },
  "deployments, 24 h": { path: `/api/queries/deployments_in_window?${span(24)}` },
  freshness: { path: "/api/queries/freshness" },
  "gaps of coverage": { path: "/api/queries/coverage_gaps" },
  sampling: { path: "/api/sampling?limit=1" },
};

const SPENT =
  "select model, count(*) as calls, sum(cost_usd) as cost_usd from llm_observations " +
  `where started_at >= '${before(1)}' and started_at < '${END.toISOString()}' group by model order by cost_usd desc`;

/** Of the dashboard over a week, and of other pages. */
const OTHERS: Record<string, Call> = {
  "spend by hour, 7 d": { path: `/api/queries/spend_by_hour?${span(7 * 24)}` },
  "errors by hour, 7 d": { path: `/api/queries/errors_by_hour?${span(7 * 24)}` },
  "spend by hour, agent and model, 24 h": { path: `/api/queries/cost_by_hour?${span(24)}` },
  "a page of the list, 200 rows": { path: "/api/incident-list?limit=200" },
  "whole incidents, 20": { path: "/api/incidents?limit=20" },
  "ledger of coverage": { path: "/api/coverage" },
  "what differs in an hour": {
    path: `/api/forensics/difference?from=${before(1)}&to=${END.toISOString()}`,
  },
  "SQL: spend of an hour by model": {
    path: "/api/sql",
    body: { sql: SPENT },
  },
};

export async function run({ rows }: BenchOptions): Promise<void> {
  const folder = benchFolder();
  await fillLake(join(folder, "lake.duckdb"), rows);
  const state = openState(join(folder, "state.sqlite"));
  await fillIncidents(state, INCIDENTS, END);
  state.close();
  const server = await startServer(folder);
  try {
    for (const at_once of AT_ONCE) {
      process.stdout.write(`\n  ${at_once} at a time ${"p50 ms      p90      p99    per s".padStart(67)}\n`);
      for (const [name, call] of Object.entries({ ...DASHBOARD, ...OTHERS })) {
        await measure(name, [call], at_once, server.url);
      }
      await measure("all calls of the dashboard, in turn", Object.values(DASHBOARD), at_once, server.url);
    }
  } finally {
    await server.stop();
  }
}

async function measure(name: string, calls: Call[], at_once: number, url: string): Promise<void> {
  await fire(url, calls, { at_once, seconds: 1 });
  const times = await fire(url, calls, { at_once, seconds: SECONDS });
  const figures = [...[0.5, 0.9, 0.99].map((share) => quantile(times, share)), times.length / SECONDS];
  process.stdout.write(
    `  ${name.padEnd(46)} ${figures.map((figure) => figure.toFixed(1).padStart(8)).join(" ")}\n`,
  );
}
