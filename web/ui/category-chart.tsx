import { BarChart, LineChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { use as useParts, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import type { CategoryData } from "../sql/chart-of.ts";
import { useZone } from "../use-zone.ts";
import { offsetOf } from "../zone.ts";
import { colour } from "./chart-colours.ts";
import "./category-chart.css";
import { useChart } from "./use-chart.ts";

useParts([
  BarChart,
  LineChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  DataZoomComponent,
  CanvasRenderer,
]);

const LONGEST_NAME = 28;

/** Rows of an answer as bars, or over time as lines; the table beside it is its equivalent. */
export function CategoryChart({ axis, keys, series }: CategoryData) {
  const zone = useZone();
  const element = useChart(() => optionOf({ axis, keys, series }, zone), [axis, keys, series, zone]);
  return (
    <div ref={element} className="category-chart" role="img" aria-label={labelOf({ axis, keys, series })} />
  );
}

const labelOf = ({ keys, series }: CategoryData): string =>
  `${series.map(({ name }) => name).join(", ")} over ${keys.length} rows; the table shows the same`;

/** The axis knows UTC only: a moment stands where the zone's clock would be on it. A date is the same everywhere. */
const placeOf = (key: string, zone: string): number | string =>
  key.includes("T") ? Date.parse(key) + offsetOf(Date.parse(key), zone) : key;

function optionOf({ axis, keys, series }: CategoryData, zone: string): EChartsCoreOption {
  const places = axis === "time" ? keys.map((key) => placeOf(key, zone)) : keys;
  const text = colour("--text");
  const faint = colour("--text-3");
  // Whose clock it is, unless it is everybody's.
  const named = zone === "UTC" ? {} : { name: zone, nameLocation: "middle", nameGap: 28 };
  const labels = { color: faint, formatter: (name: string) => shortened(name), hideOverlap: true };
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: "Inter, system-ui, sans-serif" },
    color: [1, 2, 3, 4, 5, 6].map((one) => colour(`--series-${one}`)),
    grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: { color: text } },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: colour("--surface"),
      borderColor: colour("--line-strong"),
      textStyle: { color: text, fontSize: 12 },
    },
    xAxis:
      axis === "time"
        ? { type: "time", axisLabel: { color: faint }, splitLine: { show: false }, ...named }
        : { type: "category", data: keys, axisLabel: { ...labels, rotate: keys.length > 8 ? 35 : 0 } },
    yAxis: {
      type: "value",
      axisLabel: { color: faint },
      splitLine: { lineStyle: { color: colour("--line") } },
    },
    series: series.map(({ name, values }) => ({
      name,
      type: axis === "time" ? "line" : "bar",
      barMaxWidth: 32,
      showSymbol: keys.length < 40,
      data: axis === "time" ? values.map((value, index) => [places[index], value]) : values,
    })),
  };
}

const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
