import type { EChartsCoreOption } from "echarts/core";

import { count, usd } from "../format.ts";
import { offsetOf } from "../zone.ts";
import { colour } from "./chart-colours.ts";

type Series = { name: string; unit: "usd" | "count"; points: [number, number][] };
type Mark = { at: number; kind: "deploy" | "incident"; text: string };

export type Timed = {
  bars: Series;
  line: Series;
  marks: Mark[];
  from: number;
  to: number;
  /** Whose clock the axis and the words show. */
  zone: string;
};

const HOUR_MS = 3_600_000;
const LONGEST_MARK = 80;

export const written = (amount: number, unit: Series["unit"]): string =>
  unit === "usd" ? usd(amount) : count(amount);

/** Bars and a line over hours, each standing in the middle of its hour, and marks on a strip above them. */
export function optionOf({ bars, line, marks, from, to, zone }: Timed): EChartsCoreOption {
  // The axis knows UTC only: a moment stands where the zone's clock would be on it.
  const place = (at: number) => at + offsetOf(at, zone);
  const [text, faint, surface] = ["--text", "--text-3", "--surface"].map(colour);
  const axis = { axisLabel: { color: faint }, axisLine: { lineStyle: { color: colour("--line-strong") } } };
  const value = (unit: Series["unit"], lines: boolean) => ({
    type: "value",
    ...axis,
    axisLine: { show: false },
    splitLine: { show: lines, lineStyle: { color: colour("--line") } },
    axisLabel: {
      color: faint,
      formatter: (amount: number) => (unit === "usd" ? `$${amount}` : count(amount)),
    },
    minInterval: unit === "count" ? 1 : 0,
  });
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    useUTC: true,
    textStyle: { fontFamily: "Inter, system-ui, sans-serif" },
    grid: [
      { left: 8, right: 8, top: 64, bottom: 8, containLabel: true },
      { left: 44, right: 30, top: 34, height: 22 },
    ],
    legend: { top: 0, left: 0, itemGap: 16, itemWidth: 12, itemHeight: 10, textStyle: { color: text } },
    // Drawn, not HTML: names come from sources, and the page allows no styles that are written into it.
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: surface,
      borderColor: colour("--line-strong"),
      textStyle: { color: text, fontSize: 12 },
      formatter: (shown: unknown) => tooltipOf(shown as Shown[], zone),
    },
    xAxis: [
      { type: "time", ...axis, min: place(from), max: place(to), splitLine: { show: false } },
      { type: "time", gridIndex: 1, show: false, min: place(from), max: place(to) },
    ],
    yAxis: [
      value(bars.unit, true),
      value(line.unit, false),
      { type: "value", gridIndex: 1, show: false, min: 0, max: 1 },
    ],
    series: [
      {
        name: bars.name,
        type: "bar",
        barMaxWidth: 22,
        itemStyle: { color: colour("--series-1"), borderRadius: [3, 3, 0, 0] },
        data: bars.points.map(([at, amount]) => [place(at) + HOUR_MS / 2, amount]),
      },
      {
        name: line.name,
        type: "line",
        yAxisIndex: 1,
        showSymbol: line.points.length < 3,
        lineStyle: { width: 2 },
        itemStyle: { color: colour("--critical") },
        data: line.points.map(([at, amount]) => [place(at) + HOUR_MS / 2, amount]),
      },
      ...(["deploy", "incident"] as const).map((kind) => ({
        name: kind === "deploy" ? "Deploys" : "Incidents",
        type: "scatter",
        xAxisIndex: 1,
        yAxisIndex: 2,
        symbol: kind === "deploy" ? "diamond" : "triangle",
        symbolSize: 11,
        itemStyle: {
          color: colour(kind === "deploy" ? "--series-2" : "--high"),
          borderColor: surface,
          borderWidth: 1,
        },
        tooltip: { trigger: "item" },
        data: marks
          .filter((mark) => mark.kind === kind)
          .map((mark) => ({ value: [place(mark.at), kind === "deploy" ? 0.8 : 0.2], name: mark.text })),
      })),
    ],
  };
}

type Shown = { seriesName: string; name: string; value: [number, number] };

/** Braces are this library's markup within drawn text. */
const plain = (text: string): string => text.replaceAll(/[{}|\n]/g, " ").slice(0, LONGEST_MARK);

/** What is pointed at stands on the zone's clock already. */
function tooltipOf(shown: Shown[] | Shown, zone: string): string {
  const said = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} ${zone}`;
  const all = Array.isArray(shown) ? shown : [shown];
  const [first] = all;
  if (first === undefined) return "";
  if (first.name !== "") return `${said(first.value[0])}\n${plain(first.name)}`;
  const rows = all.map(({ seriesName, value: [, amount] }) =>
    seriesName === "Spend" ? `Spend ${usd(amount)}` : `${seriesName} ${count(amount)}`,
  );
  return [said(first.value[0] - HOUR_MS / 2), ...rows].join("\n");
}
