import { lazy, Suspense } from "react";

import type { CategoryData } from "../sql/chart-of.ts";
import type { Digest } from "../types.ts";
import { Skeleton } from "../ui/loaded.tsx";
import { ResultTable } from "../ui/result-table.tsx";

const CategoryChart = lazy(async () => ({
  default: (await import("../ui/category-chart.tsx")).CategoryChart,
}));

type Point = Digest["series"]["errors"][number];

const DAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});
const dayOf = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`)).replace(",", "");

const CHARTS = [
  { file: "cost", series: "cost_usd", title: "Model cost per day, US dollars" },
  { file: "errors", series: "errors", title: "Sentry errors per day" },
] as const;

/** The week's two charts with their tables; of a stored digest also as the pictures that its mail has. */
export function DigestCharts({ digest, stored }: { digest: Digest; stored: boolean }) {
  return (
    <div id="digest-charts" className="digest-charts">
      {CHARTS.map(({ file, series, title }) => (
        <figure key={file}>
          <figcaption>
            <h3>{title}</h3>
            {stored && (
              <span className="row">
                {["svg", "png"].map((kind) => (
                  <a key={kind} href={`/api/digest/${digest.week}/charts/${file}.${kind}`} download>
                    {kind.toUpperCase()}
                    <span className="visually-hidden">: {title}</span>
                  </a>
                ))}
              </span>
            )}
          </figcaption>
          <Days points={digest.series[series]} title={title} />
        </figure>
      ))}
    </div>
  );
}

function Days({ points, title }: { points: Point[]; title: string }) {
  if (points.every(({ now, before }) => now === null && before === null)) {
    return <p className="muted">None of these days was fetched.</p>;
  }
  return (
    <>
      <Suspense fallback={<Skeleton lines={6} what="the chart" />}>
        <CategoryChart {...chartOf(points)} />
      </Suspense>
      <details>
        <summary>As a table</summary>
        <ResultTable columns={COLUMNS} rows={rowsOf(points)} label={title} />
      </details>
    </>
  );
}

const COLUMNS = [
  { name: "day", type: "VARCHAR" },
  { name: "this week", type: "DOUBLE" },
  { name: "week before", type: "DOUBLE" },
];

const chartOf = (points: Point[]): CategoryData => ({
  axis: "category",
  keys: points.map(({ day }) => dayOf(day)),
  series: [
    { name: "this week", values: points.map(({ now }) => now) },
    { name: "week before", values: points.map(({ before }) => before) },
  ],
});

const rowsOf = (points: Point[]) =>
  points.map(({ day, now, before }) => ({
    day: dayOf(day),
    "this week": cents(now),
    "week before": cents(before),
  }));

const cents = (figure: number | null): number | null =>
  figure === null ? null : Math.round(figure * 100) / 100;
