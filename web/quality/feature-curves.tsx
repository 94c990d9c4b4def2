import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "react-router";

import { featureQuery } from "../report-queries.ts";
import type { FeatureHistory } from "../types.ts";
import { Loaded, Skeleton } from "../ui/loaded.tsx";
import { ResultTable } from "../ui/result-table.tsx";
import { TimeRange } from "../ui/time-range.tsx";
import { useRange, type Presets } from "../use-range.ts";
import { useView } from "../use-view.ts";
import { useMoment } from "../use-zone.ts";
import { curvesOf } from "./curves.ts";

const CategoryChart = lazy(async () => ({
  default: (await import("../ui/category-chart.tsx")).CategoryChart,
}));

/** Whole days up to now: a form is held against each of them. */
const PRESETS: Presets = { "7d": "7 days", "14d": "14 days", "30d": "30 days" };
const USUAL = "14d";

/** Day by day: which share of outputs lacks the form in force, and how the scores ran. */
export function FeatureCurves({ feature, connection }: { feature: string; connection: string }) {
  const view = useView();
  const range = useRange(view, PRESETS, USUAL);
  const days = Number.parseInt(range.preset ?? USUAL, 10);
  const table = view.get("as") === "table";
  const query = useQuery(featureQuery(feature, connection, days));
  return (
    <section className="curves" aria-label="Day by day">
      <div className="curves-head">
        <h4>Day by day</h4>
        <div className="row">
          <TimeRange view={view} range={range} presets={PRESETS} fallback={USUAL} custom={false} />
          <button
            type="button"
            className="chip"
            aria-pressed={table}
            onClick={() => view.set({ as: table ? null : "table" }, "same")}
          >
            Table
          </button>
        </div>
      </div>
      <Loaded query={query} what="the curves" lines={6}>
        {(history) => {
          const own = history.find((one) => one.connection === connection);
          return own === undefined ? (
            <p className="muted">Nothing is known of these days.</p>
          ) : (
            <Curves history={own} table={table} />
          );
        }}
      </Loaded>
      <p className="muted">
        Asked of <Link to="/sql?query=output_schema_sample">output_schema_sample</Link> and{" "}
        <Link to="/sql?query=feature_scores">feature_scores</Link>.
      </p>
    </section>
  );
}

function Curves({ history, table }: { history: FeatureHistory; table: boolean }) {
  const { failing, scores, columns, rows } = curvesOf(history, useMoment());
  if (table) return <ResultTable columns={columns} rows={rows} label="Days of the feature" />;
  return (
    <Suspense fallback={<Skeleton lines={6} what="the chart" />}>
      {failing === undefined ? (
        <p className="muted">No output of these days could be held against a form.</p>
      ) : (
        <CategoryChart {...failing} />
      )}
      {scores === undefined ? (
        <p className="muted">Nobody scored it in these days.</p>
      ) : (
        <CategoryChart {...scores} />
      )}
    </Suspense>
  );
}
