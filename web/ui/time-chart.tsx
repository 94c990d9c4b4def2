import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { use as useParts } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

import { momentIn } from "../zone.ts";
import { optionOf, written, type Timed } from "./time-chart-option.ts";
import { useChart } from "./use-chart.ts";
import "./time-chart.css";

useParts([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  CanvasRenderer,
]);

type Props = Timed & { label: string };

/** Bars and a line over hours, with moments marked above them. Loaded when first shown: the library is large. */
export function TimeChart({ label, ...shows }: Props) {
  const { bars, line, marks, from, to, zone } = shows;
  const element = useChart(() => optionOf(shows), [bars, line, marks, from, to, zone]);
  return (
    <figure className="time-chart">
      <div ref={element} role="img" aria-label={label} className="time-chart-canvas" />
      <figcaption className="visually-hidden">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">Hour</th>
              <th scope="col">{bars.name}</th>
            </tr>
          </thead>
          <tbody>
            {bars.points.map(([at, amount]) => (
              <tr key={at}>
                <td>{momentIn(at, zone)}</td>
                <td>{written(amount, bars.unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </figcaption>
    </figure>
  );
}
