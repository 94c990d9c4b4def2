/** The two charts of a digest: this week as bars, the week before as a pale line behind them. */
import type { EChartsCoreOption } from "echarts/core";

import type { Digest } from "./digest.ts";

export const CHARTS = {
  cost: { title: "Model cost per day", unit: "US dollars", colour: "#2f6fb5", series: "cost_usd" },
  errors: { title: "Sentry errors per day", unit: "events", colour: "#c2483d", series: "errors" },
} as const;
export type ChartName = keyof typeof CHARTS;
export const CHART_NAMES = Object.keys(CHARTS) as ChartName[];

export const FONT = "Sentinel Sans";
const INK = "#1c2430";
const FAINT = "#5b6675";
const PALE = "#b4bcc8";

/** What the picture says, for those who do not see it. */
export function describeChart(digest: Digest, name: ChartName): string {
  const { title, unit, series } = CHARTS[name];
  const days = digest.series[series].map(({ day, now }) => `${day} ${now === null ? "none" : rounded(now)}`);
  return `${title}, ${unit}: ${days.join(", ")}`;
}

export function chartOption(digest: Digest, name: ChartName): EChartsCoreOption {
  const { title, unit, colour, series } = CHARTS[name];
  const points = digest.series[series];
  return {
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: FONT, fontSize: 13, color: INK },
    title: {
      text: title,
      left: 16,
      top: 14,
      padding: 0,
      textStyle: { fontFamily: FONT, fontSize: 16, fontWeight: 600, color: INK },
    },
    legend: { right: 20, top: 14, itemWidth: 18, itemHeight: 10, textStyle: { color: FAINT } },
    grid: { left: 64, right: 24, top: 76, bottom: 36 },
    xAxis: {
      type: "category",
      data: points.map(({ day }) => dayLabel(day)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: PALE } },
      axisLabel: { color: INK, interval: 0 },
    },
    yAxis: {
      type: "value",
      name: unit,
      nameTextStyle: { color: FAINT, align: "left", padding: [0, 0, 4, -48] },
      min: 0,
      // Whole events; money may be less than a dollar a day.
      ...(name === "errors" && { minInterval: 1 }),
      axisLabel: { color: FAINT, formatter: axisLabel(name) },
      splitLine: { lineStyle: { color: "#e8ebef" } },
    },
    series: [
      {
        name: "this week",
        type: "bar",
        barMaxWidth: 44,
        itemStyle: { color: colour, borderRadius: [3, 3, 0, 0] },
        data: points.map(({ now }) => now),
        label: {
          show: true,
          position: "top",
          color: INK,
          // Readable where the line of the week before passes behind it.
          textBorderColor: "#ffffff",
          textBorderWidth: 4,
          formatter: ({ value }: { value: unknown }) => barLabel(value, name),
        },
        z: 2,
      },
      {
        name: "week before",
        type: "line",
        symbol: "circle",
        symbolSize: 6,
        lineStyle: { color: PALE, width: 2 },
        itemStyle: { color: PALE },
        data: points.map(({ before }) => before),
        z: 1,
      },
    ],
  };
}

const WEEKDAY = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** `Mon 16 Nov` */
const dayLabel = (day: string): string => WEEKDAY.format(new Date(`${day}T00:00:00Z`)).replace(",", "");

const axisLabel =
  (name: ChartName) =>
  (value: number): string =>
    `${name === "cost" ? "$" : ""}${value.toLocaleString("en-US")}`;

function barLabel(value: unknown, name: ChartName): string {
  if (typeof value !== "number" || value === 0) return "";
  return axisLabel(name)(rounded(value));
}

/** Two digits below ten, whole numbers above: a label is read at a glance. */
const rounded = (value: number): number => (value < 10 ? Number(value.toPrecision(2)) : Math.round(value));
