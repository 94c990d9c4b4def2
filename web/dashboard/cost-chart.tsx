import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { usd } from "../format.ts";
import { askQuery, topIncidentsQuery } from "../queries.ts";
import { Empty, Loaded, Skeleton } from "../ui/loaded.tsx";
import { TimeRange } from "../ui/time-range.tsx";
import { useRange, type Presets } from "../use-range.ts";
import { useView } from "../use-view.ts";
import { hourly } from "./hourly.ts";

const TimeChart = lazy(async () => ({ default: (await import("../ui/time-chart.tsx")).TimeChart }));

const PRESETS: Presets = { "24h": "24 hours", "72h": "3 days", "7d": "7 days" };
const FALLBACK = "24h";
const MOST_MARKS = "200";

/** What was spent and what failed, hour by hour, with what was deployed and what began meanwhile. */
export function CostChart() {
  const view = useView();
  const range = useRange(view, PRESETS, FALLBACK);
  const { since, until, zone } = range;
  const span = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  const cost = useQuery(askQuery("spend_by_hour", span));
  const errors = useQuery(askQuery("errors_by_hour", span));
  const deployments = useQuery(askQuery("deployments_in_window", span));
  const began = { began_from: since, began_to: until, status: "all" as const };
  const incidents = useQuery(topIncidentsQuery({ ...began, sort: "newest", limit: MOST_MARKS }));
  return (
    <section className="card" aria-labelledby="cost">
      <div className="card-head">
        <h2 id="cost">Spend and errors by hour</h2>
        <TimeRange view={view} range={range} presets={PRESETS} fallback={FALLBACK} />
      </div>
      <Loaded query={cost} what="the spend" lines={8}>
        {(answer) => {
          const spent = hourly(answer.rows, "hour", "cost_usd");
          if (spent.length === 0) {
            return <Empty title="Nothing was spent">No model call of this span is in the lake.</Empty>;
          }
          const from = Date.parse(String(answer.params["since"]));
          const failed = hourly(ofOneSystem(errors.data?.rows ?? []), "hour", "errors");
          const total = spent.reduce((sum, [, amount]) => sum + amount, 0);
          return (
            <Suspense fallback={<Skeleton lines={8} what="the chart" />}>
              <TimeChart
                label={`${usd(total)} spent and ${failed.reduce((sum, [, one]) => sum + one, 0)} errors ${range.words}`}
                bars={{ name: "Spend", unit: "usd", points: spent }}
                line={{ name: "Errors", unit: "count", points: failed }}
                marks={[
                  ...marksOf("deploy", deployments.data?.rows ?? []),
                  ...(incidents.data ?? []).map(({ window, title }) => ({
                    at: Date.parse(window.from),
                    kind: "incident" as const,
                    text: title,
                  })),
                ]}
                from={from}
                to={Date.parse(String(answer.params["until"]))}
                zone={zone}
              />
            </Suspense>
          );
        }}
      </Loaded>
    </section>
  );
}

/** Sentry's count where there is one: both systems may have seen the same failure. */
function ofOneSystem(rows: Record<string, unknown>[]) {
  const sentry = rows.filter((row) => row["system"] === "sentry");
  return sentry.length > 0 ? sentry : rows;
}

const marksOf = (kind: "deploy", rows: Record<string, unknown>[]) =>
  rows.map((row) => ({
    at: Date.parse(String(row["deployed_at"])),
    kind,
    text: `${String(row["repo"])} ${String(row["title"] ?? row["sha"])}`,
  }));
